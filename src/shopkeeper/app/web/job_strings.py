"""The sentences of the page of long work, in both languages; part of the table in `strings.py`."""

from __future__ import annotations

JOBS: dict[str, tuple[str, str]] = {
    "room_jobs": ("任务", "Jobs"),
    "jobs": ("任务", "Jobs"),
    "jobs_note": ("耗时的工作在后台排队，由 shopkeeper worker 完成；中断后会接着做。",
                  "Long work waits here and is done by shopkeeper worker; what was interrupted goes on where it was."),
    "jobs_none": ("还没有任务。", "There are no jobs."),
    "jobs_idle": ("有任务在等，但没有 worker 在运行。请在命令行运行：", "Jobs wait, but no worker runs. On the command line:"),
    "jobs_all": ("全部", "All"),
    "job_state_waiting": ("排队中", "Waiting"), "job_state_running": ("进行中", "Running"), "job_state_done": ("已完成", "Done"),
    "job_state_failed": ("失败", "Failed"), "job_state_cancelled": ("已取消", "Cancelled"),
    "job_cancelling": ("正在停止", "Stopping"),
    "job_again": ("第 {n} 次重试，不早于 {at} UTC", "try {n}, not before {at} UTC"),
    "job_later": ("不早于 {at} UTC", "not before {at} UTC"),
    "job_cancel": ("取消", "Cancel"), "job_retry": ("重试", "Try again"),
    "job_cancel_label": ("取消任务 {id}", "Cancel job {id}"), "job_retry_label": ("重试任务 {id}", "Try job {id} again"),
    "job_progress": ("进度", "Progress"),
    "job_result": ("结果", "Result"),
    "job_new": ("新任务", "A new job"),
    "job_kind": ("做什么", "What"),
    "job_arguments": ("参数（name=值，用空格分开）", "Arguments (name=value, blanks between)"),
    "job_arguments_hint": ("例如 file=products.csv", "such as file=products.csv"),
    "job_files_note": ("文件放在店铺数据文件夹的 imports 里。", "Files lie in the folder imports of the shop's data folder."),
    "job_queue": ("排队", "Queue it"),
    "job_schedules": ("定时任务", "Schedules"),
    "job_no_schedules": ("没有定时任务。在命令行添加：", "There are none. On the command line:"),
    "job_every": ("每 {n} 分钟", "every {n} minutes"), "job_daily": ("每天 {at}（{zone}）", "daily at {at} ({zone})"),
    "job_next": ("下次：{at} UTC", "next: {at} UTC"),
}
