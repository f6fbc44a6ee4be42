"""Countries by the names that files give them."""

from __future__ import annotations

_NAMES = {
    "AE": "united arab emirates|uae|阿联酋", "AR": "argentina|阿根廷", "AT": "austria|奥地利", "AU": "australia|澳大利亚",
    "BE": "belgium|比利时", "BH": "bahrain|巴林", "BR": "brazil|巴西", "CA": "canada|加拿大", "CH": "switzerland|瑞士",
    "CL": "chile|智利", "CN": "china|中国|中国大陆|prc", "CY": "cyprus|塞浦路斯", "CZ": "czech republic|czechia|捷克",
    "DE": "germany|deutschland|德国", "DK": "denmark|丹麦", "ES": "spain|españa|西班牙", "FI": "finland|芬兰", "FR": "france|法国",
    "GB": "united kingdom|uk|great britain|england|英国", "GG": "guernsey|channel islands", "GR": "greece|希腊",
    "HK": "hong kong|香港|中国香港", "HU": "hungary|匈牙利", "ID": "indonesia|印度尼西亚", "IE": "ireland|eire|爱尔兰",
    "IL": "israel|以色列", "IN": "india|印度", "IS": "iceland|冰岛", "IT": "italy|意大利", "JP": "japan|日本",
    "KR": "south korea|korea|韩国", "LB": "lebanon|黎巴嫩", "LT": "lithuania|立陶宛", "LU": "luxembourg|卢森堡",
    "MO": "macao|macau|澳门|中国澳门", "MT": "malta|马耳他", "MX": "mexico|墨西哥", "MY": "malaysia|马来西亚",
    "NL": "netherlands|the netherlands|holland|荷兰", "NO": "norway|挪威", "NZ": "new zealand|新西兰", "PH": "philippines|菲律宾",
    "PL": "poland|波兰", "PT": "portugal|葡萄牙", "RU": "russia|俄罗斯", "SA": "saudi arabia|沙特阿拉伯", "SE": "sweden|瑞典",
    "SG": "singapore|新加坡", "TH": "thailand|泰国", "TR": "turkey|türkiye|土耳其", "TW": "taiwan|台湾|中国台湾",
    "US": "united states|usa|united states of america|美国", "VN": "vietnam|越南", "ZA": "south africa|rsa|南非",
}  # fmt: skip
_CODES = {name: code for code, names in _NAMES.items() for name in names.split("|")}


def country_code(name: str) -> str:
    """The ISO 3166 alpha-2 code of a country by name; a name that is not known stays as it is, a code in capitals."""
    plain = name.strip()
    return _CODES.get(plain.lower(), plain.upper() if len(plain) == 2 and plain.isascii() else plain)
