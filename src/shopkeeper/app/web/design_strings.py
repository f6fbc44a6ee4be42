"""Sentences of the page of the design system, in both languages; `strings.STRINGS` has them too."""

from __future__ import annotations

DESIGN: dict[str, tuple[str, str]] = {
    "design_title": ("设计系统", "Design system"),
    "design_note": (
        "店铺和后台都由这一页上的部件组成。颜色、字号、间距都是 design.css 里的变量；这一页直接读那个文件，所以不会过时。",
        "The shop and the console are put together of the parts on this page. Colours, sizes and spaces are variables of "
        "design.css; this page reads that file, so it cannot be stale.",
    ),
    "design_rules": ("规矩", "Rules"),
    "design_rule_words": (
        "中文和英文地位相同：每句话两种都有，版式两种都试过。",
        "Chinese and English are equals: every sentence is there in both, and every page was looked at in both.",
    ),
    "design_rule_phone": (
        "先做 360 像素宽的手机，再做电脑；没有横向滚动。",
        "A phone of 360 pixels first, then a desktop; nothing scrolls sideways.",
    ),
    "design_rule_keys": (
        "每样东西都能用键盘到达，焦点看得见；能按的地方高至少 24 像素，手机上主要的按钮 44 像素。",
        "Everything is reached by keyboard and the focus is seen; what is pressed is at least 24 pixels high, main buttons on phones 44.",
    ),
    "design_rule_contrast": (
        "文字的对比度至少 4.5，线条和图表至少 3，浅色深色都是。",
        "Text has a contrast of 4.5 or more, lines and charts of 3, in both looks.",
    ),
    "design_rule_script": ("没有脚本也能用；脚本只让它更快。", "Everything works without a script; a script only makes it quicker."),
    "design_rule_still": (
        "加载时什么都不跳动：图片有尺寸，图表有高度；动画尊重“减少动态效果”。",
        "Nothing jumps while it loads: pictures have sizes, charts a height; motion follows the wish for less of it.",
    ),
    "design_rule_colour": (
        "颜色从不单独表达意思，旁边总有字或形状。",
        "Colour never tells anything alone: a word or a shape is beside it.",
    ),
    "design_rule_style": (
        "页面里没有行内样式和外来文件，内容安全策略会拦下它们。",
        "No style stands in a page and no file comes from elsewhere: the content policy would stop them.",
    ),
    "design_colours": ("颜色", "Colours"),
    "design_light": ("浅色", "Light"),
    "design_dark": ("深色", "Dark"),
    "design_contrast": ("对比度", "Contrast"),
    "design_pair": ("前景 / 背景", "On what"),
    "design_least": ("至少", "At least"),
    "design_type": ("字号", "Type"),
    "design_sample": ("掌柜听得懂中文和英文 · A shopkeeper who reads both", "A shopkeeper who reads both · 掌柜听得懂中文和英文"),
    "design_space": ("间距", "Spacing"),
    "design_parts": ("部件", "Parts"),
    "design_buttons": ("按钮和标签", "Buttons and chips"),
    "design_main": ("主要操作", "Main action"),
    "design_other": ("其他操作", "Another action"),
    "design_off": ("现在不行", "Not now"),
    "design_small": ("次要操作", "Lesser action"),
    "design_fields": ("表单", "Fields"),
    "design_field": ("名称", "Name"),
    "design_choice": ("选择", "Choice"),
    "design_said": ("提示和错误", "Notes and errors"),
    "design_note_sample": ("提示：说清发生了什么，接下来可以做什么。", "A note says what happened and what can be done next."),
    "design_wrong_sample": ("第 12 行，price：应为数字，读到“十块”。", "Row 12, price: expected a number, got “ten”."),
    "design_numbers": ("一眼看懂的数字", "Numbers at a glance"),
    "design_orders": ("订单", "Orders"),
    "design_orders_note": ("比前 7 天多 12%", "12% more than the 7 days before"),
    "design_zero": ("没有结果的搜索", "Searches without a result"),
    "design_zero_note": ("比前 7 天多 4 次", "4 more than the 7 days before"),
    "design_chart": ("图表：有标题、单位，可存成图片和 CSV", "Charts: title, unit, kept as picture or CSV"),
    "design_chart_title": ("每月订单", "Orders a month"),
    "design_chart_unit": ("笔", "orders"),
}
