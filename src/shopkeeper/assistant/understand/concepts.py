"""What words of both languages mean alike: a classifier that knows them understands a way to say something of which it saw another.

Each concept is a name and the ways to say it in English and Chinese, matched on a masked text (lower case, simplified characters).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_EN = {
    "order": "orders?|purchases?|oder|ordr", "parcel": "parcels?|packages?|pakage|packet|shipments?|my (?:stuff|things|goods)", "courier": "couriers?|driver|delivery (?:guy|man|person|driver)|carriers?|fedex|ups|usps|dhl",
    "invoice": "invoices?|invoic\\w|receipts?|bills?|vat|proof of purchase", "refund": "refund\\w*|reimburse\\w*|money back|rebates?|compensat\\w*|restitution\\w*|pay me back|paid back|give (?:me )?(?:my|the) money|get (?:my|the) money",
    "money": "money|cash|dollars?|\\$|bucks|amount|funds", "fee": "fees?|penalt\\w+|deduct\\w*|cancell?ation (?:charge|cost)s?|cost me|charge for|take a cut|lose (?:any )?money|free",
    "cancel": "cancel\\w*|canel|cancle|call(?:ing)? (?:it |this |that )?off|scrap|void|withdraw|back out|revoke|undo|stop (?:my|the|this|that|it)|don'?t (?:send|ship)|do not (?:send|ship)|drop (?:it|the)|kill",
    "unwanted": "(?:don'?t|dont|do not|didn'?t|no longer|not) (?:really )?(?:want|need|like)\\w*|changed my mind|no longer|any ?more|no use|forget it|not happy|not keeping|don'?t fit",
    "return": "returns?|returning|retrun|(?:send|sending|sent|ship|shipping|give|giving|hand|take|taking|bring|bringing|mail|go|going) (?:it |this |that |these |those |them |something |the \\w+ )?back|return label|drop ?off",
    "exchange": "exchang\\w*|exchnage|swap\\w*|replac\\w*|trade|different (?:one|size|colou?r)|another (?:one|size|colou?r)|instead|one size (?:up|down)|new one|working one",
    "change": "chang\\w*|chnage|modif\\w*|edit\\w*|updat\\w*|alter|correct(?:ing|ion)?|amend|fix|switch\\w*|adjust|make it",
    "add": "add(?:ing)?|include|put (?:in|another)|another|second|extra|new|save|enter", "remove": "remov\\w*|delet\\w*|take (?:out|off)|drop|erase|get rid|wipe|close",
    "address": "address\\w*|adress|zip|post ?codes?|street|house number|apartment|suite|moved|moving|relocat\\w*|re-?direct\\w*|re-?rout\\w*|my (?:office|old place|new place|mother'?s|mum'?s|parents'?)|hotel|deliver(?:ed)? to|ship(?:ped)? to|sent to|going to",
    "account": "accounts?|acount|profiles?|memberships?|member|username|user ?id", "password": "pass ?words?|passwrod|pass|pin|pw|pwd|passcode|log ?in|logging in|sign in|locked out|credentials",
    "register": "regist\\w*|sign ?-?ups?|signing up|sign me up|join(?:ing)?|enrol\\w*|become a member|(?:open|create|creat\\w*|make|set up|start|get) (?:an? |the |my )?(?:\\w+ )?(?:account|profile)",
    "fail": "fail\\w*|errors?|(?:does|do|did|is|was|has|wo|wi|ca|could|would)n'?t (?:work|let|load|go|accept|open|get|arrive|come)\\w*|won'?t|wont|can'?t|cant|cannot|unable|problems?|issues?|trouble|stuck|crash\\w*|bug|glitch|spin\\w*|reject\\w*|declin\\w*|refused",
    "pay": "pay\\w*|paid|charg\\w*|debit\\w*|checkout|check out|transaction|bank|statement", "method": "paypal|pay ?pal|visa|master ?card|amex|credit|debit|card|cards|gift card|apple pay|google pay|klarna|instal\\w+|cash on delivery|cod|bank transfer|wallet|alipay|wechat|bitcoin|crypto",
    "twice": "twice|two times|double\\w*|duplicat\\w*|second time|again", "person": "human|persons?|real person|somebody|someone|anyone|agents?|operators?|representatives?|reps?|managers?|supervisors?|employees?|staff|colleague|advis\\w+|people",
    "service": "customer (?:service|support|care|assistance)|support|help ?desk|hotline|service team|call cent\\w+", "talk": "talk\\w*|speak\\w*|chat|connect\\w*|transfer|put me through|call me|ring me|get me|hand me over|take over",
    "contact": "contact\\w*|reach|get in touch|phone number|telephone|number (?:to|i can) call|call you|e-?mail|whatsapp|live chat", "hours": "hours|open(?:ing)?|close[sd]?|weekends?|sundays?|holidays?|what time|until when|from when",
    "complain": "complain\\w*|claims?|reclamation\\w*|unacceptable|disgust\\w*|ridiculous|terrible|horrible|awful|worst|useless|rude\\w*|disappoint\\w*|unhappy|lied|lying|scam|joke|shame|incompetent|pathetic|never again|fed up|poor|bad service|nobody",
    "broken": "broken?|broke|crack\\w*|defect\\w*|fault\\w*|damag\\w*|dead|died|smash\\w*|shatter\\w*|torn|rip\\w*|leak\\w*|dent\\w*|scratch\\w*|chip(?:ped)?|not working|stopped working|doesn'?t (?:work|turn|switch|charge|start)|won'?t (?:turn|start|charge)|fell apart|came apart|used before|smell\\w*|stain\\w*",
    "wrong": "wrong|incorrect|mistake|not what i|not the (?:one|right)|instead of", "missing": "missing|not (?:received|arrived|here)|never (?:received|arrived|came|got|showed)|haven'?t (?:received|got|gotten|arrived)|didn'?t (?:receive|get|arrive)|nothing (?:here|yet|came)|only (?:got|received)|lost|empty|incomplete|says delivered",
    "size": "sizes?|siz|too (?:small|big|large|tight|loose|long|short|wide|narrow)|small(?:er)?|larger?|medium|bigger|tight|loose|fits?|xs|xl|xxl|pinch\\w*|runs? (?:small|large|big)",
    "colour": "colou?rs?|black|white|red|blue|green|gr[ae]y|pink|purple|yellow|brown|beige|orange|silver|gold", "unsent": "(?:not|n'?t|hasnt|havent|before|yet) (?:\\w+ ){0,3}(?:ship\\w*|sent|send|dispatch\\w*|left|goes? out|process\\w*)|pending|still processing|not sent|before (?:it|you) (?:ship|send|goes)\\w*|unshipped",
    "received": "received?|arrived|delivered|came|showed up|got (?:it|my|the|them|a)|turned up|sent me", "where": "where|wheres|locat\\w*|whereabouts|find", "when": "when|how long|how soon|how many days|how fast|how quick\\w*|by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|christmas|the)|in time|eta|arrival|before (?:christmas|the weekend|friday)|usual(?:ly)?|normally|take to|takes?|realistic",
    "status": "status|track\\w*|shipped|dispatch\\w*|eta|progress|update on|news|on (?:its|the) way|moved since|whats happening|processed|went through|out for delivery|customs|transit", "waiting": "still|yet|waiting|wait|late|delay\\w*|overdue|should have|supposed to|days? ago|weeks? ago|been \\d|no sign",
    "howmuch": "how much|prices?|costs?|expensive|cheap\\w*|pricing|total|worth", "discount": "discounts?|coupons?|promo\\w*|vouchers?|on sale|sales?|deals?|% off|offers?|code|cheaper|price match|bundle",
    "stock": "in stock|stock|available|availability|sold out|out of stock|restock\\w*|back in|any left|left in|how many .{0,20}(?:left|have)|do (?:you|u|ya) (?:have|carry|still have|got)|got (?:this|it|any|a)|carry|run out|gone|come back|notify me|will be back",
    "recommend": "recommend\\w*|suggest\\w*|looking for|look for|searching|gifts?|presents?|something (?:for|to|that|nice|like|warm)|need (?:a|an|some|something|new)|help me (?:pick|choose|find|decide)|what (?:would|should|do) (?:i|you)|ideas?|best|good for|show me|any good|in the market|after a|under \\$|under 0|more like|anything",
    "compare": "differen\\w*|better|best|compar\\w*|vs|versus|which (?:one|of|is|would)|worth|or the|between|both|same as|stack up|than", "howto": "how (?:do|can|to|should) (?:i |you |we )?(?:\\w+ )?(?:use|reset|wash|clean|pair|connect|charge|install|assemble|put|set|turn|change the|open|descale|replace the|start|fold|remove)|manuals?|instructions?|guide|tutorial|steps|troubleshoot\\w*|setup|set it up",
    "device": "reset|pair\\w*|connect\\w*|charg(?:e|es|ing|er)|turn (?:on|off)|switch(?:ed)? on|bluetooth|wi-?fi|wash\\w*|clean\\w*|filter|assembl\\w*|install\\w*|blink\\w*|beep\\w*|light|button|batter\\w+|app|screen|firmware|update it|timer|settings",
    "fact": "water ?proof|water ?resist\\w*|material|made (?:of|from|in)|battery life|batter\\w+ last|how (?:heavy|big|tall|wide|long is|loud|thick|warm|many watts|hot)|weigh\\w*|dimensions?|watts?|compatible|work with|fit (?:a|an|my|in|on)|come with|include[sd]?|safe|washable|breathable|ingredients|contains?|leather|cotton|wool|capacity|specs?|features?|is (?:it|this|that|the)|does (?:it|this|that|the)|have a|has a|noise cancel\\w*",
    "policy": "polic(?:y|ies)|rules?|warrant\\w*|guarantee\\w*|allowed|how many days|within|price match|gift ?wrap|physical store|store hours|conditions|terms|privacy|eligible|still (?:return|exchange)|deadline|return window|who pays|cover(?:ed|s)?",
    "possess": "my|mine", "mydata": "do you have (?:for|on|about) me|have i (?:ordered|bought|got|spent)|did i (?:order|buy|pay|spend|use|get)|am i|i (?:have )?(?:on file|saved|stored|registered)|my (?:orders|points|balance|gift card|purchase history|details|data|info\\w*|cards?|address|email|name|number|membership)|all my|list|show me my|history|past orders|previous orders",
    "balance": "balance|points|rewards?|left on|gift card|credit|store credit|tier|status level", "newsletter": "news ?letters?|mailing list|subscri\\w*|unsub\\w*|promo\\w* (?:mail|email)s?|marketing|spam|advert\\w*|e-?mails from you|stop (?:e-?mailing|sending|texting)|weekly (?:offers|deals)|opt out",
    "review": "reviews?|feed ?back|rate|rating|stars?|opinions?|comments?|testimonial|thumbs up|love (?:it|the|this|my)|great product|share my", "ship": "ship\\w*|deliver\\w*|delviery|delivey|send to|express|pick ?up|collect|locker|overnight|postage|po box|standard delivery|free shipping|same day|next day|time slot|saturday",
    "place": "canada|usa|us|uk|germany|france|japan|china|europe|australia|hawaii|alaska|puerto rico|abroad|overseas|international\\w*|country|berlin|london|paris|finland|spain|italy|mexico|india|texas|california|city|rural|island",
    "buy": "buy\\w*|purchas(?:e|ing)|order (?:it|this|one|two|some|a|an|the|from)|place an? order|take (?:it|this|one|two|that)|add (?:it |this )?to (?:my )?(?:cart|basket)|cart|basket|re-?order|want (?:one|this one|to order)|shop\\w*|acquir\\w*|get (?:one|this)",
    "hello": "hi+|hello+|hey+|hiya|howdy|good (?:morning|afternoon|evening|day)|greetings|yo|sup|morning|evening", "thanks": "thanks?|thank (?:you|u)|thx|ty|tysm|cheers|appreciate\\w*|grateful|helpful|much obliged|legend|lifesaver|you rock",
    "bye": "bye+|goodbye|good night|see (?:you|ya)|take care|that'?s (?:all|it|everything)|nothing else|have a (?:nice|good|great)|talk later|farewell|cya|ttyl|i'?m done|later", "yes": "yes|yep|yeah|yup|sure|ok(?:ay)?|correct|confirm\\w*|go ahead|right|sounds good|proceed|absolutely|please do|fine|agreed?|perfect|do it",
    "no": "no|nope|nah|not now|don'?t|never ?mind|rather not|stop|wait|leave it|negative|no thanks|hold on|no way", "bot": "robot|bot|ai|chat ?gpt|machine|human or|real|computer|program\\w*|siri|alexa|automated",
    "smalltalk": "joke|how are you|how'?s it going|what'?s up|your name|who (?:are|made) you|weather|old are you|favou?rite|do you (?:sleep|eat|like|love|have feelings|dream)|bored|funny|what can you do|how was your|nice to|you there",
    "question": "\\?|is there|are there|do you|can i|could i|does|is it|would", "self": "how (?:do|can|would|could|should|to)|where (?:do|can)|what (?:do|should) i|is (?:it|there) (?:possible|a way)|steps", "want": "i want|i'?d like|i would like|i need|please|pls|plz|can you|could you|i'?m trying|help me|let me|give me|wanna|need to",
    "past": "last (?:week|month|time|year|monday|tuesday|wednesday|thursday|friday)|yesterday|ago|earlier|this morning|bought|ordered|previous", "other_account": "(?:other|another|different|second|wrong|wife'?s|husband'?s|business|company|personal|premium|pro|free|gold|platinum|standard|freemium) (?:account|profile|user|one)|log (?:me )?out|switch (?:to|between|user|account)\\w*|upgrade|downgrade|two accounts",
    "personal": "phone number|mobile|my name|last name|first name|surname|birthday|birth ?date|personal (?:info\\w*|data|details)|my (?:email|e-mail|info\\w*|details|data|number)|on file|contact details|typo|misspel\\w*|profile pic\\w*|gender",
    "world": "stocks?|invest\\w*|election|president|essay|homework|math|equation|recipe|cook|flight|hotel room|weather in|capital of|translate|poem|song|code|python|script|sql|hack|doctor|pills|headache|girlfriend|boyfriend|marry|god|bible|horoscope|lottery|movie|football|news about|taxi|job|resume|instructions|prompt|system|history|politic\\w*|lawyer|tax return|love me",
    "gift": "gifts?|presents?|birthday|christmas|anniversary|wedding|for my (?:dad|mom|mum|wife|husband|son|daughter|friend|boss|girlfriend|boyfriend|colleague|sister|brother|kid)", "coupon_fail": "code (?:doesn'?t|does not|won'?t|isn'?t|not)|invalid code|coupon (?:code )?(?:is|was|does)n?'?t?", "story": "so here'?s|let me explain|my order (?:number )?(?:is|was)|my name is|my email is|i am a|first time|hope you can|long story|it'?s urgent|in a hurry|i already",
    "quantity": "quantity|two|three|0 (?:pieces|pcs|of)|one more|another one|pieces|how many|instead of one", "manual_issue": "red light|blinking|error code|beeping|won'?t (?:pair|connect|sync)|doesn'?t (?:pair|connect|sync)|can'?t (?:get|connect|pair|figure)|how does (?:it|this) work",
}  # fmt: skip
_ZH = {
    "order": "订单|单子|这单|那单|一单|下的单|刚下|单号|拍的|拍了|买的那|交易", "parcel": "包裹|快件|我的?东西|货|件|宝贝", "courier": "快递员|快递小哥|配送员|骑手|司机|快递|顺丰|中通|圆通|韵达|申通|京东|邮政|ems",
    "invoice": "发票|收据|票据|开票|专票|普票|抬头|小票|账单|开个票|开张|报销|税号|补票", "refund": "退款|退钱|退我|退还|返还|返款|还我|赔|钱退|款退|退差|差价|打回|退给|给我退|退一半|退回来", "money": "钱|款|元|块|\\$|金额",
    "fee": "手续费|违约金|扣钱|扣费|收费|费用|扣多少|扣一点|要钱|免费|赔多少|损失|扣不扣|扣款吗", "cancel": "取消|撤|退单|关闭|作废|别发|不要发|不用发|别寄|先别送|不用送|拦|停掉|终止|退出",
    "unwanted": "不想要|不要了|不需要|用不着|用不上|不买了|不想买|不喜欢|后悔|反悔|不合适|不满意|不等了|改主意|没用", "return": "退货|退掉|退回|寄回|想退|要退|能退|可以退|怎么退|退了吧|退吧|给退|退不|退换|退一下|退这|退那|把.{1,12}退|都退|退件|拿回去|送回|邮回",
    "exchange": "换货|换一|换个|换成|调换|换大|换小|换新|补发|给我换|给换|换件|换双|换好|换别|重新发|重发|换不换|能换|想换|要换|调货|换", "change": "改|修改|更改|变更|更新|换成|调整|更正|编辑|备注",
    "add": "加|添|新增|再来|多存|再加|增|新的|录入|填", "remove": "去掉|删|除掉|减|拿掉|移除|清除|不留", "address": "地址|收货|门牌|搬家|搬了|邮编|单元|楼号|栋|改送|改寄|寄到|送到|发到|寄去|转寄|收件|公司那|家里那|小区|不在家",
    "account": "账号|账户|帐号|帐户|会员|个号|的号|户|用户名", "password": "密码|登不|登录|登陆|找回|解锁|被锁|锁了|进不去|登入", "register": "注册|开户|开个(?:号|账|户)|建.{0,3}(?:账|号|户)|成为会员|办.{0,3}会员|申请.{0,2}(?:账|号)|弄个号|弄一个号|入会|加入",
    "fail": "失败|报错|错误|不了|不上|不出|打不开|没反应|转圈|不成功|有问题|进不去|卡住|收不到|提示|不让|无法|闪退|异常|不行|无效|崩|不能用", "pay": "付|支付|扣款|扣了|刷卡|结账|结算|银行|收银|扣费|付款|划走", "method": "支付宝|微信|花呗|信用卡|银行卡|礼品卡|余额|分期|货到付款|visa|paypal|银联|对公|数字人民币|白条|代付|先用后付|apple pay|现金|转账|卡付|张卡",
    "twice": "两次|两遍|重复|多扣|双份|又扣|二次|两笔", "person": "人工|真人|经理|主管|老板|活人|个人来|领导|负责人|专员|同事|换个人|叫人|有人吗|来人|做主", "service": "客服|售后|服务台|人工|店小二|小二", "talk": "转|找|叫|接|让.{0,6}(?:来|说话|出来)|跟我说|聊|沟通|回电|回个电话|打给我",
    "contact": "联系|电话|热线|邮箱|微信号|公众号|怎么找你|400|联络|号码多少", "hours": "几点|上班|下班|营业|开门|关门|周末|节假日|春节|过年|放假|时间段|什么时间", "complain": "投诉|差评|举报|态度|差劲|太差|垃圾|骗|无语|离谱|过分|敷衍|糊弄|忽悠|黑店|什么破|恶心|服了|坑|烂|没人理|不管|欺负|虚假|失望|气死|有完没完|什么玩意|推来推去|扯皮|发脾气|骂",
    "broken": "坏|碎|裂|破|瑕疵|开线|漏|不通电|断了|掉了|划痕|变形|脏|霉|异味|怪味|味道|污渍|质量|开胶|不亮|不工作|故障|失灵|没声音|死机|用过的|二手|掉漆|缺角|凹", "wrong": "错|不一样|不符|两样|弄混|发成", "missing": "少发|漏发|没收到|缺|丢|少了|不见|没影|没到|没有收到|空的|少一|漏|签收了|显示签收|没给|只收到",
    "size": "码|大小|偏大|偏小|挤|紧|合身|尺寸|太大|太小|大了|小了|长了|短了|肥|瘦|大一|小一|大号|小号|中号|[smlx]{1,3}(?:号|码|的)", "colour": "颜色|色|黑|白|红|蓝|绿|灰|粉|紫|黄|棕|米", "unsent": "没发货|未发货|发货前|还没发|没发呢|处理中|没出库|未发|发出前|出库前|没寄|没发|未出库|待发货|预售",
    "received": "收到|到货了|签收|到手|拿到|寄来|送来|买回来|刚到|送到了|穿了|用了", "where": "哪|哪儿|哪里|位置", "when": "多久|几天|什么时候|啥时候|何时|多长时间|几号|今天能|明天能|前能|之前能|多少天|来得及|赶得上|几时|快不快|多快",
    "status": "状态|进度|查|到哪|动了|更新|物流|发货了没|发了没|发了吗|发货没|情况|运到|走到|单号|催|派送|中转|海关|发出|揽收", "waiting": "还没|没有|一直|都.{0,4}天|等|迟迟|怎么还|这么久|好几天|催|半个月|拖", "howmuch": "多少钱|价|贵|便宜|几块|多少米|怎么卖|几个钱|到手|一共", "discount": "优惠|打折|折扣|券|满减|降价|活动|促销|双十一|打几折|立减|红包|包邮|学生价|会员价|便宜点|少点",
    "stock": "有货|现货|缺货|断货|断码|补货|卖完|到货|上架|还剩|库存|有没有.{0,6}(?:码|色|号|款)|有.{0,8}(?:码|号|色)(?:的)?(?:吗|没|么|不)|没货|售罄|还能拍|还能买|下架|卖光|抢光|还有.{0,6}吗|剩几", "recommend": "推荐|适合|送什么|礼物|想买|找|买点|买啥|买什么|有没有|有啥|哪款|介绍|想要|求|看看|挑|选|想给|合适的|类似|款式|来个|安利|好用的|什么.{0,6}好|啥.{0,6}好|以内的|预算",
    "compare": "区别|哪个好|哪款|对比|比|选哪|还是|哪个更|差别|不同|值得|差在哪|优缺点|哪一个|俩|两款|两个|二选一", "howto": "怎么用|怎么洗|怎么连|怎么装|怎么清|怎么开|怎么关|怎么设|怎么调|怎么充|怎么换滤|说明书|教程|使用方法|步骤|安装|组装|如何使用|保养|咋用|咋装|咋连|不会用|不会装|咋弄|怎么恢复|怎么重置|怎么除|怎么拆",
    "device": "重置|配对|连接|连不上|蓝牙|wifi|充电|开机|关机|清洗|机洗|手洗|滤芯|灯闪|闪|滴滴|按键|按哪|键|设置|定时|水垢|升级|恢复出厂|说明|指示灯|遥控|app", "fact": "防水|材质|电池|多重|尺寸|功率|兼容|面料|降噪|续航|多大|多高|多长|多宽|多厚|容量|成分|掉色|起球|保质期|含|真皮|纯棉|能用|能放|能装|支持|带不带|送不送|噪音|透气|保暖|安全|甲醛|产地|哪产|厚不厚|会不会|是不是|偏大|偏小|穿多大|几瓶|几片|型号|参数|配置|适用|甜不甜",
    "policy": "保修|质保|规则|政策|几天内|无理由|保价|运费险|正品|假一赔|规定|要求|条件|实体店|营业时间|多久内|还能退|能退吗|能换吗|谁出|谁承担|三包|售后多久|礼盒|包装服务|隐私|修|假货|期限|7天|七天|过期", "possess": "我的|俺|我家|我这|我那", "mydata": "我.{0,3}买过|我有|我绑|我留|我存|我的(?:订单|积分|余额|地址|等级|资料|信息|会员|账户|卡)|我现在|我去年|我上|我都|我一共|列一下|历史|记录|是哪个|我填的|我名下",
    "balance": "余额|积分|等级|剩多少|礼品卡|还剩|金币|成长值|优惠券有|几张券", "newsletter": "推送|订阅|退订|广告|短信|营销|邮件通知|群发|电子报|别再发|骚扰|td|打扰|订你们|新品通知|活动邮件|活动通知|资讯", "review": "评价|评论|好评|晒单|反馈|打分|建议|追评|五星|点评|感受|说说|返现|夸", "ship": "发货|快递|顺丰|送货|自提|包邮|运费|寄|邮|配送|派送|上门|丰巢|驿站|次日达|加急|送吗|能送|发什么|物流|当日达|代收|约时间|送上楼",
    "place": "国外|海外|新疆|西藏|香港|澳门|台湾|国际|农村|乡下|偏远|成都|北京|上海|广州|东北|内蒙|海南|美国|日本|镇上|省外|外地|全国|村", "buy": "买|下单|拍下|要了|购物车|订|来.{0,2}(?:个|份|箱|件|两|双|瓶|盒|套)|复购|再买|购买|帮我拍|就要|入手|抢|付款下单|一份|就它", "hello": "你好|您好|在吗|在不|哈喽|嗨|早上好|晚上好|下午好|hello|hi|有人吗|在么|早安|亲在|在线吗|中午好",
    "thanks": "谢|多谢|感谢|辛苦|麻烦你了|麻烦您了|3q|感恩|帮大忙|解决了", "bye": "再见|拜拜|回头聊|先这样|晚安|没别的|没事了|88|下了|走了|就这些|不聊|回见|改天|忙去|没有了", "yes": "好的|可以|嗯|对|行|确认|是的|没问题|好呀|同意|就这么|没错|成|ok|确定|好嘞|中",
    "no": "不用|不是|算了|别|不对|不要|再想|不行|先等|等等|先不|不了|不必|没有|不同意|停", "bot": "机器人|ai|智能|人工智能|真人吗|程序|电脑|机器|自动回复|gpt", "smalltalk": "笑话|天气|吃饭|叫什么|你是谁|多大了|聊聊|会干|会什么|帅|累不累|哈哈|无聊|你是男|你真|你好笨|聪明|陪我|睡觉|喜欢什么|心情|可爱|下班了吗|辛不辛苦",
    "question": "\\?|吗|呢|么|不$|没$|吧$|能不能|可不可以|有没有|是不是|多少|什么|啥|哪|几", "self": "怎么|咋|如何|在哪|哪里|怎样|步骤|流程|入口|从哪|啥办法", "want": "我要|我想|帮我|麻烦|给我|想|请|要求|需要|赶紧|快点|能不能|帮忙|希望", "past": "昨天|昨晚|上周|前天|上个月|刚才|之前|上次|前几天|刚|已经|早上|买了",
    "other_account": "另一个号|另外一个|切换|换个账|换成我的|企业账户|公司号|两个号|小号|大号|退出来|升级|高级会员|我老婆的号|别的号|别的账|登另|登错", "personal": "手机号|邮箱|生日|名字|姓名|昵称|个人(?:资料|信息)|联系电话|联系方式|资料|头像|改名|性别|绑定|实名|原来的号码", "world": "股票|彩票|作文|数学|作业|翻译|总统|火车票|机票|离婚|失恋|红烧|怎么做菜|菜谱|做饭|写个|写篇|写首|代码|唱|算命|新闻|世界杯|比赛|电影|附近|吃什么药|头疼|医院|提示词|系统|指令|导航|天气预报|打车|贷款|基金|星座|男朋友|女朋友分手|考试|论文|租房|历史|政治",
    "gift": "礼物|送(?:爸|妈|老|女|男|朋友|同事|人|领导|长辈|孩子)|生日|乔迁|结婚|过节|情人节|母亲节", "coupon_fail": "券.{0,4}(?:用不了|不能用|失效|无效|用不上)|优惠码.{0,4}(?:无效|错|不)", "story": "事情是|我叫|我的邮箱|我邮箱|订单号是|第一次|不好意思|老顾客|想问|咨询|着急|挺急|之前.{0,4}说过|是这样|打扰", "quantity": "数量|两件|三个|多一件|少一件|改成.{1,2}(?:件|个)|再加一|几个|件数",
    "manual_issue": "红灯|连不上|开不了机|充不进|一直闪|一直响|没反应了|显示e|不会弄|失灵|配不上|搜不到",
}  # fmt: skip


def _pattern(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{english})(?![a-z])|{chinese}")


CONCEPTS: Mapping[str, re.Pattern[str]] = {name: _pattern(_EN[name], _ZH[name]) for name in _EN}


def concepts(text: str) -> list[str]:
    """The names of the concepts in a masked text, in the order of `CONCEPTS`."""
    return [name for name, pattern in CONCEPTS.items() if pattern.search(text)]
