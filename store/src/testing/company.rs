//! A small company for tests: two service teams, a business team, and somebody of every sort.

use domain::{
    form::Form,
    id::{ServiceId, TeamId, TicketId, UserId},
    people::{AccountState, TeamKind},
    permit::Actor,
    ticket::{Draft, Kind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait, Statement,
};

use super::START;
use crate::{
    Store,
    entity::{forms, memberships, role_grants, services, teams, users},
    tickets::{self, Filing},
};

/// The company's people, teams and services.
#[derive(Clone, Copy, Debug)]
pub struct Company {
    /// Answers for workplaces.
    pub workplace: TeamId,
    /// Answers for the network.
    pub network: TeamId,
    /// Is served.
    pub sales: TeamId,
    /// Leads the workplace team.
    pub lead: UserId,
    /// Answers for workplaces: `Ada Agent`, `ada@example.com`.
    pub ada: UserId,
    /// Answers for workplaces: `Ben Agent`, `ben@example.com`.
    pub ben: UserId,
    /// Answers for the network: `Nina Net`, `nina@example.com`.
    pub nina: UserId,
    /// Owns the services and is in no team.
    pub owner: UserId,
    /// Is in the sales team and asks.
    pub rita: UserId,
    /// Is in the sales team, too.
    pub ron: UserId,
    /// Is in no team and has nothing to do with anything.
    pub stranger: UserId,
    /// Has every permission.
    pub admin: UserId,
    /// Had an account.
    pub gone: UserId,
    /// A service request without questions, of the workplace team.
    pub laptop: ServiceId,
    /// Incidents of the network team, open to the requesters' teams.
    pub trouble: ServiceId,
}

#[expect(clippy::expect_used, reason = "a test without its company cannot go on")]
impl Company {
    /// Founds it.
    ///
    /// # Panics
    /// When a row cannot be written.
    pub async fn found(store: &Store) -> Self {
        let workplace = team(store, "Workplace", TeamKind::Service).await;
        let network = team(store, "Network", TeamKind::Service).await;
        let sales = team(store, "Sales", TeamKind::Business).await;
        let lead = person(store, "Lea Lead", AccountState::Active).await;
        let ada = person(store, "Ada Agent", AccountState::Active).await;
        let ben = person(store, "Ben Agent", AccountState::Active).await;
        let nina = person(store, "Nina Net", AccountState::Active).await;
        let owner = person(store, "Olga Owner", AccountState::Active).await;
        let rita = person(store, "Rita Requester", AccountState::Active).await;
        let ron = person(store, "Ron Requester", AccountState::Active).await;
        let stranger = person(store, "Sam Stranger", AccountState::Active).await;
        let admin = person(store, "Adam Admin", AccountState::Active).await;
        let gone = person(store, "Gil Gone", AccountState::Disabled).await;
        for (team, member, leads) in [
            (workplace, lead, true),
            (workplace, ada, false),
            (workplace, ben, false),
            (workplace, gone, false),
            (network, nina, false),
            (sales, rita, false),
            (sales, ron, false),
        ] {
            join(store, team, member, leads).await;
        }
        let everything = role_grants::ActiveModel { id: NotSet, role_id: Set(1), user_id: Set(admin.get()), team_id: Set(None) };
        role_grants::Entity::insert(everything).exec(&store.write).await.expect("a grant");
        let laptop = service(store, "Laptop", workplace, owner, Kind::ServiceRequest, false).await;
        let trouble = service(store, "Trouble", network, owner, Kind::Incident, true).await;
        Self { workplace, network, sales, lead, ada, ben, nina, owner, rita, ron, stranger, admin, gone, laptop, trouble }
    }

    /// A ticket that this person files for themselves.
    ///
    /// # Panics
    /// When it cannot be filed.
    pub async fn file(&self, store: &Store, requester: UserId, service: ServiceId, title: &str) -> TicketId {
        let actor = store.acting(requester).await.expect("an actor");
        let draft = Draft { title: title.to_owned(), ..Draft::default() };
        let filing = Filing { service, draft, files: Vec::new(), requester: None, submission_key: None };
        tickets::submit(store, &actor, filing).await.expect("a filed ticket").id
    }
}

#[expect(clippy::expect_used, reason = "it is for tests")]
impl Store {
    /// Somebody ready to act.
    ///
    /// # Panics
    /// Without such an account.
    pub async fn as_actor(&self, user: UserId) -> Actor {
        self.acting(user).await.expect("an account")
    }

    /// What the link of a call carries by which this person says that they have the fault, if they are called now.
    ///
    /// # Panics
    /// When the key for signing cannot be had.
    pub async fn call_token(&self, fault: domain::id::FaultId, person: UserId) -> String {
        crate::on_call::token(self, fault, person, self.now()).await.expect("a signed link")
    }

    /// What the rating link of a ticket carries, as its requester's mail has it.
    ///
    /// # Panics
    /// When nobody was asked to rate it.
    pub async fn rating_token(&self, ticket: TicketId) -> String {
        crate::ratings::asking(self, ticket).await.expect("a database").expect("a ticket that is to be rated").0
    }

    /// One number that a query gives, to look behind what the verbs show.
    ///
    /// # Panics
    /// When the query gives none.
    pub async fn number(&self, sql: &str) -> i64 {
        // PostgreSQL has many kinds of numbers; all that are asked for fit into this one.
        let statement = Statement::from_string(self.backend(), format!("SELECT CAST(({sql}) AS BIGINT)"));
        let row = self.write.query_one_raw(statement).await.expect(sql).expect("a row");
        row.try_get_by_index::<Option<i64>>(0).expect("a number").unwrap_or_default()
    }

    /// The texts in the last column of a query's rows.
    ///
    /// # Panics
    /// When the query fails.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.backend(), sql);
        let rows = self.write.query_all_raw(statement).await.expect(sql);
        rows.iter().map(|row| row.try_get_by_index(row.column_names().len() - 1).expect("a text")).collect()
    }

    /// Runs statements that no verb would.
    ///
    /// # Panics
    /// When one fails.
    pub async fn run_sql(&self, sql: &str) {
        self.write.execute_unprepared(sql).await.expect(sql);
    }
}

#[expect(clippy::expect_used, reason = "it is for tests")]
async fn team(store: &Store, name: &str, kind: TeamKind) -> TeamId {
    let row = teams::ActiveModel {
        name: Set(name.to_owned()),
        kind: Set(kind.as_str().to_owned()),
        created_at: Set(START.millis()),
        ..Default::default()
    };
    TeamId(teams::Entity::insert(row).exec(&store.write).await.expect("a team").last_insert_id)
}

/// Their address is their first name at example.com.
#[expect(clippy::expect_used, reason = "it is for tests")]
async fn person(store: &Store, name: &str, state: AccountState) -> UserId {
    let first = name.split(' ').next().unwrap_or(name).to_lowercase();
    let email = format!("{first}@example.com");
    let row = users::ActiveModel {
        folded: Set(users::folded(name, Some(&email))),
        email: Set(Some(email)),
        name: Set(name.to_owned()),
        state: Set(state.as_str().to_owned()),
        created_at: Set(START.millis()),
        updated_at: Set(START.millis()),
        ..Default::default()
    };
    UserId(users::Entity::insert(row).exec(&store.write).await.expect("a person").last_insert_id)
}

#[expect(clippy::expect_used, reason = "it is for tests")]
async fn join(store: &Store, team: TeamId, member: UserId, lead: bool) {
    let row = memberships::ActiveModel { team_id: Set(team.get()), user_id: Set(member.get()), lead: Set(lead) };
    memberships::Entity::insert(row).exec_without_returning(&store.write).await.expect("a member");
}

#[expect(clippy::expect_used, reason = "it is for tests")]
async fn service(store: &Store, name: &str, team: TeamId, owner: UserId, kind: Kind, open: bool) -> ServiceId {
    let row = services::ActiveModel {
        name_en: Set(name.to_owned()),
        name_zh: Set(String::new()),
        team_id: Set(team.get()),
        owner_id: Set(Some(owner.get())),
        kind: Set(kind.as_str().to_owned()),
        impact: Set("medium".to_owned()),
        urgency: Set("medium".to_owned()),
        open_to_team: Set(open),
        offered_at: Set(Some(START.millis())),
        created_at: Set(START.millis()),
        updated_at: Set(START.millis()),
        ..Default::default()
    };
    ServiceId(services::Entity::insert(row).exec(&store.write).await.expect("a service").last_insert_id)
}

/// Gives a service this form.
///
/// # Panics
/// When a row cannot be written.
#[expect(clippy::expect_used, reason = "it is for tests")]
pub async fn ask_with(store: &Store, service: ServiceId, form: &Form) {
    let version = store.number(&format!("SELECT count(*) + 1 FROM forms WHERE service_id = {service}")).await;
    let row = forms::ActiveModel {
        id: NotSet,
        service_id: Set(service.get()),
        version: Set(version),
        fields: Set(serde_json::to_string(form).expect("a form as JSON")),
        created_by: Set(None),
        created_at: Set(START.millis()),
    };
    let id = forms::Entity::insert(row).exec(&store.write).await.expect("a form").last_insert_id;
    store.run_sql(&format!("UPDATE services SET form_id = {id} WHERE id = {service}")).await;
}
