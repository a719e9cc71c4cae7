//! What others do on the desk while one looks at it.

use crate::desk::news::Deed;

pub struct Words {
    pub did: fn(Deed) -> &'static str,
    /// Several deeds of one person.
    pub and: fn(&[&str]) -> String,
    /// Who did what.
    pub told: fn(&str, &str) -> String,
    /// Several people's.
    pub people: fn(&[String]) -> String,
    pub meanwhile: fn(&str) -> String,
    pub show_new: fn(usize) -> String,
    pub gone: &'static str,
    pub looks: fn(&str) -> String,
    pub writes: fn(&str) -> String,
    pub new_in_list: fn(usize) -> String,
    pub watch: &'static str,
    pub unwatch: &'static str,
}

pub const EN: Words = Words {
    did: |deed| match deed {
        Deed::Replied => "replied",
        Deed::Noted => "wrote a note",
        Deed::Resolved => "resolved it",
        Deed::Status => "changed the status",
        Deed::Hands => "changed who has it",
        Deed::Priority => "changed the priority",
        Deed::Details => "changed details",
    },
    and: |deeds| match deeds {
        [] => String::new(),
        [deed] => (*deed).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    },
    told: |who, what| format!("{who} {what}"),
    people: |people| people.join("; "),
    meanwhile: |what| format!("{what} while you were at it"),
    show_new: |n| if n == 1 { "Show 1 new entry".to_owned() } else { format!("Show {n} new entries") },
    gone: "This ticket has gone to people whose tickets you do not see.",
    looks: |name| format!("{name} is looking at it"),
    writes: |name| format!("{name} is writing"),
    new_in_list: |n| if n == 1 { "1 new ticket in this list".to_owned() } else { format!("{n} new tickets in this list") },
    watch: "Watch it",
    unwatch: "Stop watching",
};

pub const ZH: Words = Words {
    did: |deed| match deed {
        Deed::Replied => "回复了",
        Deed::Noted => "写了备注",
        Deed::Resolved => "解决了工单",
        Deed::Status => "修改了状态",
        Deed::Hands => "修改了负责人",
        Deed::Priority => "修改了优先级",
        Deed::Details => "修改了详情",
    },
    and: |deeds| deeds.join("，并"),
    told: |who, what| format!("{who} {what}"),
    people: |people| people.join("；"),
    meanwhile: |what| format!("在您处理期间，{what}"),
    show_new: |n| format!("显示 {n} 条新内容"),
    gone: "此工单已转给其他人，您无权再查看。",
    looks: |name| format!("{name}正在查看"),
    writes: |name| format!("{name}正在输入"),
    new_in_list: |n| format!("此列表新增 {n} 个工单"),
    watch: "关注此工单",
    unwatch: "取消关注",
};
