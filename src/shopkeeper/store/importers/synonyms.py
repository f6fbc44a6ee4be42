"""What shops call their columns, in both languages: field, then its names from the surest to the least sure."""

from __future__ import annotations

_PRODUCTS = {
    "id": (
        "id productid 商品id 产品id 宝贝id itemid 商品编号 产品编号 productno 编号 uid asin 商品编码 "
        "产品编码 goodsid numiid"
    ),
    "group_id": (
        "itemgroupid groupid parentsku parentid parentproductid parentitemid productgroupid parentasin spu spuid 父sku 父商品id "
        "父商品编码 父编号 商品组id 商品组"
    ),
    "handle": "handle urlhandle slug",
    "sku": (
        "sku skuid variantsku skucode 货号 商品货号 商家编码 stockcode productcode itemcode 款号 itemno articlenumber "
        "规格编码"
    ),
    "variant_id": "variantid 规格id skuidentifier",
    "title": (
        "title producttitle 标题 商品标题 宝贝标题 产品标题 productname 商品名称 产品名称 宝贝名称 商品名 产品名 名称 "
        "品名 itemname itemtitle name goodsname 产品 商品"
    ),
    "description": (
        "description productdescription bodyhtml body 商品描述 产品描述 描述 商品详情 宝贝描述 详情 longdescription "
        "desc details descr shortdescription brief 简介 卖点 summary subtitle 副标题 产品介绍 商品介绍"
    ),
    "brand": (
        "brand brandname productbrand 品牌 品牌名 品牌名称 牌子 vendor manufacturer 厂商 制造商 生产商 supplier "
        "供应商 maker"
    ),
    "category": (
        "category categorypath categoryfullpath fullcategory 商品分类 商品类目 类目 分类 宝贝类目 类别 品类 二级类目 "
        "二级分类 productcategory categories categoryname googleproductcategory producttype department breadcrumbs "
        "产品分类"
    ),
    "parent_category": "parentcategory 父类目 上级类目 上级分类 一级类目 一级分类 maincategory",
    "tags": "tags tag 标签 labels keywords 关键词 关键字",
    "price": (
        "price variantprice 价格 售价 商品价格 宝贝价格 单价 销售价 零售价 unitprice regularprice pricemin minprice "
        "retailprice sellingprice amount 金额"
    ),
    "sale_price": "saleprice specialprice discountedprice 促销价 活动价 优惠价 折后价 现价",
    "sale_dates": "salepriceeffectivedate saleeffectivedate 促销时间 活动时间",
    "sale_starts": "salepricestarts datesalepricestarts salepriceeffectivedatestart salepricestartdate salestart 促销开始时间 活动开始时间",
    "sale_ends": "salepriceends datesalepriceends salepriceeffectivedateend salepriceenddate saleend 促销结束时间 活动结束时间",
    "compare_at": (
        "compareatprice compareat variantcompareatprice listprice originalprice msrp rrp marketprice wasprice 原价 "
        "市场价 划线价 吊牌价 标价 专柜价"
    ),
    "cost": "cost costperitem costprice purchaseprice 成本 成本价 进价 进货价 采购价",
    "currency": "currency currencycode 币种 货币 货币单位",
    "stock": (
        "stock inventory inventoryquantity inventoryqty variantinventoryqty stockquantity qty quantity stocklevel "
        "库存 库存数量 库存量 宝贝数量 数量 num"
    ),
    "in_stock": "instock instockany availability available isinstock 是否有货 有货 是否有库存",
    "available_at": "availabilitydate availableat availabledate preorderdate expectedat 预售时间 到货时间 预计发货时间 发货时间",
    "weight": "weight weightgrams variantgrams grams shippingweight weightvalue 重量 毛重 净重 商品重量",
    "weight_unit": "weightunit variantweightunit weightunitfordisplay 重量单位",
    "image": (
        "image images imageurl imageurls imagelink imagesrc productimageurl featuredimageurl featuredimage mainimage "
        "picture pictures photo 图片 主图 图片链接 商品图片 图片地址 主图链接 additionalimagelink"
    ),
    "variant_image": "variantimage variantimageurl variantpicture skuimage 规格图片 sku图片",
    "url": "url link producturl productlink permalink 链接 商品链接 网址 商品地址 pageurl",
    "barcode": "barcode variantbarcode ean ean13 gtin upc isbn 条码 条形码 商品条码 国际条码 国条码",
    "status": "status 状态 商品状态",
    "published": "published publishedononlinestore ispublished 是否上架 上架",
    "created_at": (
        "createdat created datereleased releasedate publishedat 创建时间 上架时间 上市时间 发布时间 dateadded "
        "launchdate"
    ),
    "options": "options variantdict variantoptions 销售属性 规格属性",
    "attributes": "attributes 属性 商品属性 规格参数 参数 specs specifications properties features",
    "sold_in": "soldin soldincountries targetcountries salescountries 销售国家 可售国家 可配送国家",
    "consumable": "consumable isconsumable 消耗品 是否消耗品 易耗品 是否易耗品",
}
_CUSTOMERS = {
    "id": "customerid userid 客户id 会员id 用户id 客户编号 会员号 会员编号 用户编号 id memberid 编号 uid",
    "name": "name customername fullname username 姓名 客户姓名 客户名称 用户名 会员名 昵称 nickname 名称",
    "first_name": "firstname givenname 名",
    "last_name": "lastname surname familyname 姓",
    "email": "email emailaddress mail 邮箱 电子邮箱 电子邮件 邮件",
    "phone": "phone phonenumber mobile tel telephone mobilephone 电话 手机 手机号 手机号码 联系电话",
    "other_phone": "defaultaddressphone phone2 otherphone 备用电话",
    "line1": "address1 address street line1 addressline1 defaultaddressaddress1 地址 详细地址 收货地址 街道",
    "line2": "address2 line2 addressline2 defaultaddressaddress2 地址2",
    "city": "city town defaultaddresscity 城市 市",
    "region": "region state province defaultaddressprovincecode provincecode 省 省份 州",
    "postcode": "postcode zip zipcode postalcode defaultaddresszip 邮编 邮政编码",
    "country": "country countrycode defaultaddresscountrycode 国家 国家地区",
    "address": "addressobject",
    "language": "language lang locale 语言",
    "created_at": "createdat created registeredat signupdate joined 注册时间 创建时间 注册日期 加入时间",
    "tags": "tags tag 标签 segment 分组",
    "tastes": "tastes preferences interests 偏好 兴趣 喜好",
    "excludes": "excludes exclusions donotshow 不看 不想看 屏蔽",
    "consents": "consents marketingconsents marketingchannels 营销同意 同意的渠道",
    "accepts_email": (
        "acceptsemailmarketing emailmarketing acceptsmarketing emailconsent emailoptin emailsubscribed newsletter subscribed 接受邮件营销 "
        "邮件订阅 订阅邮件 同意邮件营销"
    ),
    "accepts_sms": "acceptssmsmarketing smsmarketing smsconsent smsoptin smssubscribed 接受短信营销 短信订阅 订阅短信 同意短信营销",
    "accepts_ads": "acceptsadmarketing acceptsads adsconsent adconsent personalizedads adpersonalization 接受广告 同意个性化广告",
}
_ORDERS = {
    "id": (
        "orderid orderno ordernumber invoiceno invoice invoiceid invoicenumber 订单号 订单编号 订单id 发票号 单号 id "
        "name transactionid"
    ),
    "line_product_id": "productid itemid stockcode 商品id 产品id 宝贝id 商品编号 产品编号 lineitemproductid",
    "line_sku": "sku lineitemsku itemsku 货号 商家编码 规格编码 商品编码",
    "line_variant_id": "variantid skuid 规格id",
    "line_title": (
        "description productname producttitle title itemname lineitemname 商品名称 商品标题 宝贝标题 产品名称 品名 "
        "商品"
    ),
    "quantity": "quantity qty lineitemquantity 数量 购买数量 商品数量 件数 宝贝数量",
    "unit_price": "unitprice price lineitemprice 单价 价格 商品单价 商品价格 售价 成交价",
    "placed_at": (
        "placedat orderdate invoicedate orderedat createdat created 下单时间 订单时间 订单创建时间 付款时间 创建时间 "
        "date datetime timestamp 日期 时间 purchasedate"
    ),
    "customer_id": "customerid userid 客户id 会员id 用户id 客户编号 买家id 会员号 买家会员名 customer",
    "email": "email customeremail 邮箱 买家邮箱",
    "currency": "currency currencycode 币种 货币",
    "status": "status orderstatus fulfillmentstatus 订单状态 状态 发货状态",
    "cancelled_at": "cancelledat canceledat 取消时间",
    "discount": "discount discountamount 优惠 优惠金额 折扣金额",
    "shipping": "shipping shippingcost freight postage 运费 邮费",
    "tax": "tax taxes vat 税费 税额 税",
    "line1": "shippingaddress1 address address1 street 收货地址 详细地址 地址",
    "line2": "shippingaddress2 address2",
    "city": "shippingcity city 城市 市",
    "region": "shippingprovince shippingstate state province region 省 省份",
    "postcode": "shippingzip zip postcode postalcode zipcode 邮编",
    "country": "shippingcountry country countrycode 国家",
    "note": "note notes comment 备注 订单备注 买家留言",
    "phone": "phone customerphone 手机 手机号 联系手机 收货人手机号",
    "order_total": "ordertotal grandtotal 订单总额 订单总金额",
    "paid_at": "paidat paymentdate 支付时间 订单付款时间",
    "financial_status": "financialstatus paymentstatus 支付状态 付款状态",
    "payment_method": "paymentmethod 支付方式 付款方式",
    "payment_id": "paymentid paymentreference 支付单号 交易流水号",
    "refunded": "refunded refundedamount refundamount 退款金额",
    "outstanding": "outstanding outstandingbalance 未付金额",
    "shipped_at": "shippedat fulfilledat shippeddate 发货时间",
    "delivered_at": "deliveredat deliverydate delivereddate 签收时间 确认收货时间",
    "carrier": "carrier shippingcarrier trackingcompany 物流公司 快递公司",
    "tracking_number": "trackingnumber trackingno waybill 物流单号 快递单号 运单号",
    "payments": "paymentsjson",
    "fulfilments": "fulfillments parcels",
}
_REVIEWS = {
    "id": "reviewid id 评论id 评价id commentid",
    "product_id": "productid itemid asin 商品id 产品id 宝贝id 商品编号 clothingid product sku 商品 产品 handle producthandle",
    "rating": "rating stars star score starrating overall reviewrating 评分 星级 打分 评价等级 分数",
    "text": "text reviewtext review body content comment reviewbody 评论 评价 评论内容 评价内容 内容 评语",
    "title": "title reviewtitle summary headline subject 标题 评论标题",
    "customer_id": "customerid userid reviewerid 用户id 客户id 会员id author reviewername 用户名 用户 reviewer",
    "language": "language lang 语言",
    "at": "at date createdat created reviewdate time timestamp unixreviewtime 时间 日期 评论时间 评价时间 创建时间",
    "verified": "verified verifiedpurchase isverified 已验证 是否购买",
}
_EVENTS = {
    "id": "eventid messageid uuid id 事件id",
    "name": (
        "eventname event eventtype type action name behavior behaviortype behaviour 事件 事件名 事件名称 行为 "
        "行为类型 动作 feedbacktype actionname"
    ),
    "at": "at timestamp eventtime eventtimestamp time datetime date createdat ts 时间 时间戳 事件时间 日期 发生时间",
    "customer_id": "customerid userid 用户id 客户id 会员id user customer 用户",
    "visitor_id": "visitorid userpseudoid anonymousid distinctid clientid cookieid deviceid 访客id 设备id",
    "session_id": "sessionid session gasessionid 会话id 会话 usersession",
    "product_id": "productid itemid item 商品id 产品id 宝贝id product 商品 sku eventattributesobjectobjectid",
    "variant_id": "variantid itemvariant 规格id",
    "quantity": "quantity qty 数量",
    "price": "price itemprice unitprice 价格 单价",
    "position": "position index rank eventattributespositionordinal 位置 排名",
    "items": "items products 商品列表",
    "query": "query searchterm searchquery userquery keyword q search 搜索词 关键词 查询词",
    "query_id": "queryid searchid 查询id",
    "transaction_id": "transactionid orderid 订单号 订单id 交易id",
    "value": "value revenue total 金额 总金额",
    "currency": "currency 币种",
    "device": "device devicecategory devicetype platform terminal 设备 设备类型 终端 终端类型",
    "agent": "useragent 浏览器标识",
    "source": "source trafficsource sourcemedium utmsource sessionsource 来源 渠道 流量来源 访问来源",
    "medium": "medium utmmedium trafficmedium sessionmedium 媒介",
    "referrer": "referrer referer pagereferrer httpreferer 来源页 来源网址",
}
_DOCUMENTS = {
    "id": "documentid docid id 编号 文档id slug",
    "kind": "kind type documenttype category 类型 类别 文档类型",
    "title": "title question name subject heading 标题 问题 名称 问",
    "body": "body answer content text bodyhtml 正文 内容 答案 回答 答",
    "product_ids": "productids productid products sku 商品id 商品 产品id",
    "updated_at": "updatedat updated modified lastmodified date 更新时间 修改时间 日期",
}

_VARIANT = {
    "variant_id": "variantid skuid 规格id variant",
    "sku": "sku skucode variantsku 货号 商品货号 商家编码 规格编码 商品编码 stockcode itemcode itemno productcode 款号",
    "barcode": "barcode variantbarcode ean ean13 gtin upc 条码 条形码 商品条码 国际条码 国条码",
    "product_id": "productid itemid 商品id 产品id 宝贝id 商品编号 产品编号 id",
}
_STOCK = _VARIANT | {
    "quantity": (
        "quantity qty stock stockquantity stocklevel inventory inventoryquantity inventoryqty available availablenoteditable onhand "
        "onhandcurrent count 库存 库存数量 库存量 可用库存 现有库存 在库数量 数量"
    ),
    "location": "location locationname warehouse store 仓库 仓库名称 库位 门店 地点",
    "at": "at date datetime timestamp time countedat updatedat asof 日期 时间 盘点时间 盘点日期 更新时间",
}
_PRICES = _VARIANT | {
    "price": "price variantprice unitprice sellingprice amount newprice 价格 售价 单价 销售价 新价格 调后价格 金额",
    "currency": "currency currencycode 币种 货币",
    "at": (
        "at date datetime timestamp time validfrom effectivefrom effectivedate startsat changedat updatedat 日期 时间 生效时间 "
        "生效日期 调价时间 调价日期 更新时间"
    ),
}

_PROMOTIONS = {
    "id": "promotionid promoid campaignid couponid 活动id 活动编号 促销编号 id code",
    "title": "title promotion promotionname campaign campaignname name 活动 活动名称 促销名称 促销活动 名称 标题",
    "starts_at": "startsat startdate starttime start from validfrom 开始时间 开始日期 活动开始时间 生效时间",
    "ends_at": "endsat enddate endtime end to until validto validuntil 结束时间 结束日期 活动结束时间 失效时间",
    "percent_off": "percentoff discountpercent discountpercentage percent discount off 折扣 优惠比例 折扣率 打折",
    "product_ids": (
        "productids productid products product items itemids itemid skus sku 商品id 商品编号 商品 活动商品 参与商品 货号 商家编码"
    ),
}
_SUPPLIERS = {
    "id": "supplierid vendorid suppliercode suppliernumber 供应商id 供应商编号 供应商编码 id",
    "name": "suppliername supplier vendorname vendor 供应商名称 供应商 厂家 name 名称",
    "email": "email supplieremail contactemail 邮箱 供应商邮箱 联系邮箱",
    "lead_days": "leaddays leadtime leadtimedays deliverydays 交期 交货期 交货天数 采购周期 到货天数 备货周期",
    "lead_days_sd": "leaddayssd leadtimesd leadtimestd leaddaysstd 交期标准差 交期波动",
    "minimum_order": "minimumorder minimumordervalue minordervalue minorderamount 最低订货额 起订金额 最低订单金额",
    "currency": "currency currencycode 币种 货币",
    **{field: names.removesuffix(" id") for field, names in _VARIANT.items()},
    "item_price": "itemprice price cost costprice unitcost purchaseprice supplierprice 采购价 进货价 进价 成本价 单价 供货价",
    "item_minimum": "itemminimum moq minimumquantity minquantity minorderqty minimumorderquantity 起订量 最小起订量 最低起订量",
    "item_pack": "itempack pack packsize packquantity casesize 装箱数 包装数 每箱数量 箱规",
    "item_lead_days": "itemleaddays itemleadtime 商品交期",
    "item_sku": "itemsku suppliersku vendorsku supplieritemcode 供应商货号 厂家货号 供应商商品编码",
    "note": "note notes comment remark 备注 说明",
}
_CONVERSATIONS = {
    "id": (
        "conversationid sessionid threadid ticketid chatid dialogueid dialogid conversation ticket 会话id 会话编号 会话 对话id 对话编号 "
        "工单号 工单编号 id"
    ),
    "speaker": "speaker role sender sendertype author from who messagetype 发言人 角色 发送者 发送方 说话人",
    "by_agent": "waitersend isagent fromagent byagent 是否客服",
    "text": "text message content body utterance msg value 消息 内容 消息内容 聊天内容 发言 文本",
    "at": "at timestamp time sentat createdat date datetime created 时间 发送时间 消息时间 日期",
    "customer_id": "customerid userid buyerid contactid customer 客户id 用户id 会员id 买家id 客户编号 买家",
    "order_id": "orderid ordernumber orderno 订单号 订单编号 订单id",
    "channel": "channel source inbox platform 渠道 来源 平台",
    "language": "language lang locale 语言",
    "started_at": "startedat starttime openedat 开始时间 会话开始时间",
    "tags": "tags labels topic intent 标签 主题 意图",
    "messages": "messages turns dialogue dialog 消息列表 对话",
}


def _by_name(fields: dict[str, str]) -> dict[str, tuple[str, int]]:
    """Name to field and rank; a field also goes by its own name."""
    named = {name: (target, rank) for target, names in fields.items() for rank, name in enumerate(names.split())}
    own = {target.replace("_", ""): (target, 0) for target in fields}
    return own | named


KINDS: dict[str, dict[str, tuple[str, int]]] = {
    "products": _by_name(_PRODUCTS), "customers": _by_name(_CUSTOMERS), "orders": _by_name(_ORDERS),
    "reviews": _by_name(_REVIEWS), "events": _by_name(_EVENTS), "documents": _by_name(_DOCUMENTS),
    "stock": _by_name(_STOCK), "prices": _by_name(_PRICES),
    "promotions": _by_name(_PROMOTIONS), "suppliers": _by_name(_SUPPLIERS), "conversations": _by_name(_CONVERSATIONS),
}  # fmt: skip
# Columns that say nothing a shopper asks about.
IGNORED = frozenset(
    "updatedat lastmodified modifiedat 更新时间 修改时间 variantcount imagecount numimages rownumber index unnamed0 version "
    "deletedat".split()
)
# Names that fields of other kinds bear as well: alone they do not show what kind of rows a file has.
WEAK: dict[str, frozenset[str]] = {
    "orders": frozenset(("id", "name")), "suppliers": frozenset(("id", "name", "名称")), "conversations": frozenset(("id", "value")),
}
# What a file must have to be taken for a kind, asked in this order; `a|b`: one of these; `!a`: no column of products' field a.
GROUPS: tuple[tuple[str, str], ...] = (
    ("orders", "id quantity unit_price line_product_id|line_sku|line_title placed_at|customer_id"),
    ("stock", "location quantity variant_id|sku|barcode !price"),
    ("promotions", "title percent_off starts_at ends_at"),
    ("products", "title price|sale_price id|group_id|handle|sku|description|image"),
    ("conversations", "messages"),
    ("conversations", "id text speaker|by_agent"),
    ("suppliers", "id|name lead_days|minimum_order|item_minimum"),
    ("reviews", "rating text|title|customer_id product_id"),
    ("reviews", "rating text"),
    ("events", "name at product_id|session_id|query|items customer_id|visitor_id|session_id"),
    ("products", "title price|sale_price|stock|sku|group_id|brand|category|image|handle|attributes"),
    ("stock", "variant_id|sku|barcode|product_id quantity !price !title"),
    ("prices", "variant_id|sku|barcode|product_id price !stock !title"),
    ("customers", "email|phone name|first_name|id|last_name|city"),
    ("documents", "title body"),
    ("products", "title"),
)
