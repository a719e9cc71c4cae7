//! Gaps in duties: what nobody answers for.

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub services_without_owner: &'static str,
    pub owners_without_account: &'static str,
    pub tickets_without_person: &'static str,
    pub teams_without_lead: &'static str,
    pub none: &'static str,
    pub name_owner: &'static str,
    pub assign: &'static str,
    pub open: &'static str,
    pub never_had: &'static str,
    /// Who is or was the owner, and the team that answers.
    pub owner_in_team: fn(&str, &str) -> String,
    pub in_team: fn(&str, &str) -> String,
    pub since: fn(&str) -> String,
    pub more: fn(u64) -> String,
}

pub const EN: Words = Words {
    title: "Gaps in duties",
    lead: "Whatever nobody answers for. An empty page is the aim.",
    services_without_owner: "Services without an owner",
    owners_without_account: "Owners who cannot sign in",
    tickets_without_person: "Tickets without a named person",
    teams_without_lead: "Teams without a lead",
    none: "None. Well done.",
    name_owner: "Name an owner",
    assign: "Open it",
    open: "Open",
    never_had: "Nobody is named",
    owner_in_team: |owner, team| format!("{owner}, {team}"),
    in_team: |number, team| format!("{number}, {team}"),
    since: |when| format!("filed {when}"),
    more: |n| format!("and {n} more"),
};

pub const ZH: Words = Words {
    title: "职责空缺",
    lead: "没有人负责的事项。目标是让本页为空。",
    services_without_owner: "没有负责人的服务",
    owners_without_account: "无法登录的负责人",
    tickets_without_person: "没有指定处理人的工单",
    teams_without_lead: "没有组长的团队",
    none: "没有，做得很好。",
    name_owner: "指定负责人",
    assign: "打开",
    open: "打开",
    never_had: "尚未指定任何人",
    owner_in_team: |owner, team| format!("{owner}，{team}"),
    in_team: |number, team| format!("{number}，{team}"),
    since: |when| format!("提交于{when}"),
    more: |n| format!("另有 {n} 项"),
};
