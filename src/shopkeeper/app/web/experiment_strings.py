"""The sentences of the pages of experiments, in both languages; part of the table in `strings.py`."""

from __future__ import annotations

EXPERIMENTS: dict[str, tuple[str, str]] = {
    "experiments": ("对比试验", "Experiments"),
    "experiments_note": ("让一部分访客看到另一种推荐，看哪一种真的更好。结果随时可以看，看多少次都不会误报更多。",
                         "Some visitors see other recommendations, and what really is better shows. Look as often as you like: looking "
                         "does not make false alarms more likely."),
    "experiments_none": ("还没有做过试验。", "There was no experiment yet."),
    "experiment_runs": ("进行中，自 {day}", "running since {day}"),
    "experiment_ended": ("{day} 结束", "ended {day}"),
    "experiment_result": ("目前的结果", "How it stands"),
    "experiment_arms": ("各组", "The arms"),
    "experiment_arm": ("组", "Arm"),
    "experiment_changes": ("改动", "What it changes"),
    "experiment_as_it_is": ("不改动", "nothing"),
    "experiment_visitors": ("访客", "Visitors"),
    "experiment_differences": ("与“{first}”相比", "Compared with {first}"),
    "experiment_differences_note": ("线段是有把握的范围：整段都在零的一侧时，才算有定论。",
                                    "A line is where the change surely lies: it is decided when all of it lies on one side of zero."),
    "experiment_goal": ("目标", "Goal"),
    "experiment_stop": ("结束试验", "Stop the experiment"),
    "experiment_new": ("开始新的试验", "Begin an experiment"),
    "experiment_id": ("名称", "Name"),
    "experiment_change": ("新的一组改动什么", "What the new arm changes"),
    "experiment_change_hint": ("例如 without=trend; margin=0.2", "such as without=trend; margin=0.2"),
    "experiment_start": ("开始", "Begin"),
    "experiment_part": ("多少访客看到改动（%）", "Visitors who see the change (%)"),
    "experiment_detect": ("值得发现的差别（%）", "Change of the goal that is worth finding (%)"),
    "experiment_note": ("为什么做（可不填）", "Why (may stay empty)"),
    "experiment_how_long": ("要多久？", "How long would it take?"),
    "experiment_length": ("要发现 {change} 的差别，每组约需 {visitors} 位访客：按最近四周的速度，约 {days} 天。",
                          "To find a change of {change} each arm needs about {visitors} visitors: about {days} days at the pace of the "
                          "last four weeks."),
    "experiment_length_unknown": ("最近四周没有足够的记录，还说不出要多久。",
                                  "The last four weeks tell too little: how long it takes is not known yet."),
    "measure_clicked": ("点击推荐的访客", "Visitors who clicked"),
    "measure_bought": ("下单的访客", "Visitors who bought"),
    "measure_revenue": ("每位访客的销售额", "Revenue a visitor"),
    "measure_disliked": ("不喜欢的访客", "Visitors with a thumb down"),
}
