"""How much a buyer wants to know a fact, by its name."""

from __future__ import annotations

from .names import key_of

_WEIGHTS = {
    1.0: "material fabric 材质 面料 flavour flavor taste 口味 capacity 容量 compatibility connectivity feature",
    0.8: "colour color 颜色 style 风格 fit 版型 pattern 图案 size 尺寸 weight 净含量 ingredients 配料 battery season 季节 occasion",
    0.2: "sku 货号 model code ean warranty 执行标准 产地 origin release",
}
_OF = {key_of(name): weight for weight, names in _WEIGHTS.items() for name in names.split()}


def weight_of(name: str) -> float:
    """0 to 1; .5 for a name that nothing is known of."""
    return _OF.get(name, 0.5)
