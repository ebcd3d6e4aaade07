"""Reminders: what is coming, told in time, once.

    words ─offsets▶ Offset ─┐
    knowledge ─occasions▶ Occasion ─┼─schedule▶ Delivery ─desk▶ claimed ─delivery▶ message ─▶ sent
    people ─▶ Subscription ─┘

`offsets`, `occasions` and `schedule` are pure; `desk` keeps, `delivery` sends, `loop` waits.
"""
