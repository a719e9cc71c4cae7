//! Imports of another system's log.

use domain::locale::Locale;

pub struct Words {
    pub how: &'static str,
    pub how_dry: &'static str,
    pub new_and_known: fn(u64, u64) -> String,
    pub title: &'static str,
    pub lead: &'static str,
    pub empty: &'static str,
    pub empty_lead: &'static str,
    pub import_log: &'static str,
    pub running: &'static str,
    pub leave: &'static str,
    pub rows_done: fn(u64, u64) -> String,
    pub refresh: &'static str,
    pub tickets: &'static str,
    pub events: &'static str,
    pub reopened: &'static str,
    pub times: fn(u64) -> String,
    pub rejected: &'static str,
    pub by_priority: &'static str,
    pub by_group: &'static str,
    pub no_group: &'static str,
    pub none_rejected: &'static str,
    pub line: &'static str,
    pub reason: &'static str,
    pub state: fn(&str) -> &'static str,
}

pub const EN: Words = Words {
    how: "On the machine that runs Opsbeat, with the file of the log (CSV, or the zip that holds it) and the zone of its times:",
    how_dry: "The first line tries it and changes nothing. Rows that cannot be read go to a file beside the log, each with its line and the reason. An import that was interrupted goes on where it stopped; its progress stands here.",
    new_and_known: |new, known| format!("{new} new, {known} were here before"),
    title: "Imports",
    lead: "Bring another system’s tickets in, with their whole history. A second run of the same file changes nothing twice.",
    empty: "Nothing imported yet",
    empty_lead: "Bring the tickets of your present system with you: a ServiceNow event log as CSV, or the zip around it.",
    import_log: "Import a ServiceNow log",
    running: "Importing",
    leave: "You can leave this page; it goes on.",
    rows_done: |n, rejected| format!("{n} rows, {rejected} of them rejected"),
    refresh: "Look again",
    tickets: "Tickets",
    events: "Rows",
    reopened: "Reopened at least once",
    times: |n| format!("{n} times"),
    rejected: "Rejected rows",
    by_priority: "By priority",
    by_group: "By team",
    no_group: "no team",
    none_rejected: "No row was rejected.",
    line: "Line",
    reason: "Reason",
    state: |state| word(state, Locale::En),
};

pub const ZH: Words = Words {
    how: "在运行 Opsbeat 的机器上执行，需要日志文件（CSV 或其 zip 压缩包）及其时间所在的时区：",
    how_dry: "第一行为试运行，不做任何更改。无法读取的行会连同行号和原因写入日志旁的文件。中断的导入会从停止处继续；进度显示在此处。",
    new_and_known: |new, known| format!("新增 {new}，此前已有 {known}"),
    title: "导入",
    lead: "导入其他系统的工单及其完整历史。同一文件再次导入不会重复更改。",
    empty: "还没有导入",
    empty_lead: "把现有系统的工单带过来：ServiceNow 事件日志的 CSV 文件或其 zip 压缩包。",
    import_log: "导入 ServiceNow 日志",
    running: "正在导入",
    leave: "您可以离开此页面，导入会继续进行。",
    rows_done: |n, rejected| format!("已读 {n} 行，其中 {rejected} 行被拒绝"),
    refresh: "刷新",
    tickets: "工单",
    events: "行数",
    reopened: "至少重新打开一次",
    times: |n| format!("共 {n} 次"),
    rejected: "被拒绝的行",
    by_priority: "按优先级",
    by_group: "按团队",
    no_group: "无团队",
    none_rejected: "没有被拒绝的行。",
    line: "行号",
    reason: "原因",
    state: |state| word(state, Locale::Zh),
};

fn word(state: &str, locale: Locale) -> &'static str {
    let (en, zh) = match state {
        "done" => ("Done", "已完成"),
        _ => ("Running", "进行中"),
    };
    match locale {
        Locale::En => en,
        Locale::Zh => zh,
    }
}
