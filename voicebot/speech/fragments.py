"""The fragments that numbers, money, days and names are put together from, each recorded once."""

from __future__ import annotations

from collections.abc import Iterator

DIGITS = "零一二三四五六七八九"
READ_DIGITS = "零幺二三四五六七八九"
# The hours of appointments and orders.
PARTS = {
    "上午": (7, 8, 9, 10, 11),
    "中午": (12,),
    "下午": (1, 2, 3, 4, 5),
    "晚上": (6, 7, 8, 9),
}


def fragment_texts() -> list[str]:
    """Every fragment, without repetitions."""
    return list(dict.fromkeys(_all()))


def _all() -> Iterator[str]:
    yield from _numbers()
    yield from ("元整", "元", "角", "分", "万", "亿", "零", "两")
    # Card tails and phone numbers are read in pairs: two joints fewer in every four digits.
    yield from (a + b for a in READ_DIGITS for b in READ_DIGITS)
    yield from READ_DIGITS
    yield from (f"{number}月" for number in _up_to(12))
    yield from (f"{number}日" for number in _up_to(31))
    yield from (f"星期{day}" for day in "一二三四五六日")
    yield from ("今天", "明天", "后天", "大后天")
    yield from _times()
    yield from ("张三", "李四", "王芳", "张伟", "王小明", "李娜", "赵敏")
    yield from ("宁城银行", "工商银行", "建设银行", "农业银行", "中国银行", "移动", "联通", "电信")
    yield from ("鼓楼支行", "西夏支行", "金凤支行", "鼓楼街十二号", "湖滨路三号")
    yield from ("工资", "超市消费", "电费", "话费充值", "按摩店收入", "期初余额", "尾号")
    yield from ("活期账户", "储蓄账户", "存折", "定期存款", "收入", "支出", "收入和支出", "交易")
    yield from (
        "昨天",
        "前天",
        "这个月",
        "上个月",
        "本周",
        "上周",
        "最近一个月",
        "最近三个月",
        "今年",
    )
    yield from ("刘芳", "牛芳", "杨建军", "刘芳转入", "以上", "每一笔", "养老金", "利息", "退款")
    yield from PARTS
    yield from ("储蓄卡", "信用卡", "存折", "网上购物", "餐饮消费", "药店消费", "加油")
    yield from ("转账给", "已经转给", "请按一", "请按二", "请按三", "请按四")


def _numbers() -> Iterator[str]:
    yield from DIGITS
    yield from _up_to(99)
    for digit in DIGITS[1:]:
        thousands = "两" if digit == "二" else digit
        yield from (digit + "百", thousands + "千", "零" + digit, thousands + "万")
        yield from (digit + "百零", thousands + "千零")
    yield from ("十万", "百万", "千万", "一十")


def _times() -> Iterator[str]:
    for part, hours in PARTS.items():
        for hour in hours:
            name = "两" if hour == 2 else _two_digits(hour)
            yield f"{part}{name}点"
            yield f"{part}{name}点半"


def _up_to(last: int) -> Iterator[str]:
    return (_two_digits(number) for number in range(1, last + 1))


def _two_digits(number: int) -> str:
    tens, ones = divmod(number, 10)
    text = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return text + (DIGITS[ones] if ones else "")
