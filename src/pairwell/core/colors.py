"""Colors as people tell them apart: luminance and contrast by WCAG 2.2."""


def luminance(color: str) -> float:
    """Relative luminance of "#rrggbb", 0 (black) to 1 (white)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How far two colors stand apart, 1 to 21; 3 is the least for what carries meaning, and holds in gray too."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
