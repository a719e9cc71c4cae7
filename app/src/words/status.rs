//! What the company is told of disturbances: on the first page, over a service's form, and on the page that says how things are.

use domain::fault::update::Stage;

pub struct Words {
    pub status: &'static str,
    pub lead: &'static str,
    pub stage: fn(Stage) -> &'static str,
    /// When it was told, and until when the next word comes.
    pub told: fn(&str) -> String,
    pub next_by: fn(&str) -> String,
    pub hits: fn(&str) -> String,
    pub more: &'static str,
    pub all_well: &'static str,
    pub all_well_lead: &'static str,
    pub current: &'static str,
    pub services: &'static str,
    pub works: &'static str,
    pub disturbed: &'static str,
    pub past: fn(i64) -> String,
    pub none_past: &'static str,
    pub reports: &'static str,
    pub as_of: fn(&str) -> String,
}

pub const EN: Words = Words {
    status: "Status",
    lead: "How the services stand, and what we know of disturbances.",
    stage: |stage| match stage {
        Stage::Investigating => "We look for the cause",
        Stage::Identified => "We know the cause",
        Stage::Monitoring => "It works again, and we watch it",
        Stage::Resolved => "It is over",
    },
    told: |when| format!("Told {when}"),
    next_by: |when| format!("Next word by {when}"),
    hits: |services| format!("Disturbed: {services}"),
    more: "What we know so far",
    all_well: "No disturbances",
    all_well_lead: "We know of nothing that keeps your services from working.",
    current: "What goes on",
    services: "Services",
    works: "Works",
    disturbed: "Disturbed",
    past: |days| format!("Over within the last {days} days"),
    none_past: "Nothing was disturbed in that time.",
    reports: "What we learned from earlier ones",
    as_of: |when| format!("As of {when}"),
};

pub const ZH: Words = Words {
    status: "服务状态",
    lead: "各项服务的当前状态，以及我们了解到的异常。",
    stage: |stage| match stage {
        Stage::Investigating => "正在查找原因",
        Stage::Identified => "原因已找到",
        Stage::Monitoring => "已恢复，正在观察",
        Stage::Resolved => "已结束",
    },
    told: |when| format!("{when} 发布"),
    next_by: |when| format!("最迟 {when} 再次通报"),
    hits: |services| format!("受影响：{services}"),
    more: "目前了解的情况",
    all_well: "没有异常",
    all_well_lead: "我们没有发现影响您所用服务的问题。",
    current: "正在发生",
    services: "服务",
    works: "正常",
    disturbed: "异常",
    past: |days| format!("最近 {days} 天内结束的"),
    none_past: "这段时间内没有异常。",
    reports: "从以往故障中学到的",
    as_of: |when| format!("截至 {when}"),
};
