//! Administration: the second navigation, and what all of its pages share. Each page has a table of its own below.

pub mod audit;
pub mod form;
pub mod gaps;
pub mod imports;
pub mod outbox;
pub mod people;
pub mod roles;
pub mod services;
pub mod settings;
pub mod teams;

use domain::people::{AccountState, TeamKind};

pub struct Words {
    pub title: &'static str,
    pub who: &'static str,
    pub what: &'static str,
    pub watch: &'static str,
    pub pages: &'static str,
    pub breadcrumb: &'static str,
    pub next: &'static str,
    pub newest: &'static str,
    pub show: &'static str,
    pub all: &'static str,
    pub none: &'static str,
    pub add: &'static str,
    pub remove: &'static str,
    pub edit: &'static str,
    pub actions: &'static str,
    pub sure: &'static str,
    pub saved: &'static str,
    pub in_english: &'static str,
    pub in_chinese: &'static str,
    pub team_kind: fn(TeamKind) -> &'static str,
    pub account_state: fn(AccountState) -> &'static str,
    pub audit: audit::Words,
    pub form: form::Words,
    pub gaps: gaps::Words,
    pub imports: imports::Words,
    pub outbox: outbox::Words,
    pub people: people::Words,
    pub roles: roles::Words,
    pub services: services::Words,
    pub settings: settings::Words,
    pub teams: teams::Words,
}

pub const EN: Words = Words {
    title: "Administration",
    who: "Who",
    what: "What",
    watch: "Watch",
    pages: "Pages",
    breadcrumb: "Breadcrumb",
    next: "Next",
    newest: "Back to the start",
    show: "Show",
    all: "All",
    none: "None",
    add: "Add",
    remove: "Remove",
    edit: "Edit",
    actions: "Actions",
    sure: "Yes, do it",
    saved: "Saved",
    in_english: "in English",
    in_chinese: "in Chinese",
    team_kind: |kind| match kind {
        TeamKind::Service => "Service team",
        TeamKind::Business => "Business team",
        TeamKind::Supplier => "Supplier",
    },
    account_state: |state| match state {
        AccountState::Active => "Active",
        AccountState::Invited => "Invited",
        AccountState::Placeholder => "Placeholder",
        AccountState::Disabled => "Disabled",
    },
    audit: audit::EN,
    form: form::EN,
    gaps: gaps::EN,
    imports: imports::EN,
    outbox: outbox::EN,
    people: people::EN,
    roles: roles::EN,
    services: services::EN,
    settings: settings::EN,
    teams: teams::EN,
};

pub const ZH: Words = Words {
    title: "管理",
    who: "人员",
    what: "内容",
    watch: "监督",
    pages: "分页",
    breadcrumb: "位置",
    next: "下一页",
    newest: "回到开头",
    show: "显示",
    all: "全部",
    none: "无",
    add: "添加",
    remove: "移除",
    edit: "编辑",
    actions: "操作",
    sure: "确定执行",
    saved: "已保存",
    in_english: "英文",
    in_chinese: "中文",
    team_kind: |kind| match kind {
        TeamKind::Service => "服务团队",
        TeamKind::Business => "业务团队",
        TeamKind::Supplier => "供应商",
    },
    account_state: |state| match state {
        AccountState::Active => "使用中",
        AccountState::Invited => "已邀请",
        AccountState::Placeholder => "占位",
        AccountState::Disabled => "已停用",
    },
    audit: audit::ZH,
    form: form::ZH,
    gaps: gaps::ZH,
    imports: imports::ZH,
    outbox: outbox::ZH,
    people: people::ZH,
    roles: roles::ZH,
    services: services::ZH,
    settings: settings::ZH,
    teams: teams::ZH,
};
