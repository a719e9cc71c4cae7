//! The directory: finding people, and what is known of one.

use std::collections::HashMap;

use domain::{
    directory::{Found, GrantRow, MembershipRow, NameCursor, PeoplePage, PersonDetail, PersonRow},
    id::{RoleId, ServiceId, TeamId, UserId},
    locale::Localised,
    people::AccountState,
    permit::{Act, Actor, may},
    ticket::view::{PersonRef, ServiceRef, TeamRef},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
    sea_query::{Expr, ExprTrait, LikeExpr, Query},
};

use crate::{
    Error, Result, Store,
    connect::WRITING,
    convert,
    entity::{memberships, role_grants, roles, services, sessions, teams, users},
};

/// People on a page of the list.
const PAGE: usize = 50;
/// Accounts that are folded in one transaction.
const FOLDED_AT_ONCE: u64 = 1_000;
/// The most characters that are read of a typed name: more than names and addresses have.
const TYPED_MAX: usize = 300;
/// The most that a field which asks for a person offers.
const OFFERED: u64 = 20;

/// What a page of the directory shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Words that all stand in the name or the address; empty for everybody.
    pub words: String,
    /// In this state alone.
    pub state: Option<AccountState>,
    /// In this team alone.
    pub team: Option<TeamId>,
    /// After this person: the last one of the page before.
    pub after: Option<NameCursor>,
}

/// A page of the directory, by name.
///
/// # Errors
/// [`Error::NotFound`] without the permission to manage people.
pub async fn list(store: &Store, actor: &Actor, filter: &Filter) -> Result<PeoplePage> {
    if !may(actor, Act::ManagePeople) {
        return Err(Error::NotFound);
    }
    let mut query = users::Entity::find().filter(all_words(&filter.words));
    if let Some(state) = filter.state {
        query = query.filter(users::Column::State.eq(state.as_str()));
    }
    if let Some(team) = filter.team {
        query = query.filter(users::Column::Id.in_subquery(members_of([team])));
    }
    if let Some(NameCursor { name, id }) = &filter.after {
        let (by_name, by_id) = (users::Column::Name, users::Column::Id);
        let later =
            Condition::any().add(by_name.gt(name.as_str())).add(Condition::all().add(by_name.eq(name.as_str())).add(by_id.gt(id.get())));
        query = query.filter(later);
    }
    let mut rows = query.order_by_asc(users::Column::Name).order_by_asc(users::Column::Id).limit(PAGE as u64 + 1).all(&store.read).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| NameCursor { name: row.name.clone(), id: UserId(row.id) });
    let mut teams = teams_of(&store.read, rows.iter().map(|row| row.id).collect()).await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(PersonRow {
                teams: teams.remove(&row.id).unwrap_or_default().into_iter().map(|row| row.team).collect(),
                state: convert::word("account state", &row.state)?,
                person: PersonRef::new(UserId(row.id), row.name),
                email: row.email,
            })
        })
        .collect::<Result<_>>()?;
    Ok(PeoplePage { rows, next })
}

/// Among whom a person is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// Those who can sign in.
    Active,
    /// Also who was invited and has not come yet, and who is known from an import alone: tickets are filed for them as well. Only who
    /// answers tickets looks there.
    Everybody,
}

impl Among {
    /// As many as the actor may look among.
    #[must_use]
    pub fn all_for(actor: &Actor) -> Self {
        if actor.is_agent() { Self::Everybody } else { Self::Active }
    }

    /// Nobody is looked for whose account was closed, and outsiders look among their own people alone.
    pub(crate) fn condition(self, actor: &Actor) -> Result<Condition> {
        let may = actor.state == AccountState::Active && (self == Self::Active || actor.is_agent());
        let state = users::Column::State;
        let among = match self {
            _ if !may => return Err(Error::NotFound),
            Self::Active => state.eq(AccountState::Active.as_str()),
            Self::Everybody => state.ne(AccountState::Disabled.as_str()),
        };
        let own = actor.is_outsider().then(|| users::Column::Id.in_subquery(members_of(actor.teams.iter().map(|own| own.team))));
        Ok(Condition::all().add(among).add_option(own))
    }
}

/// People in whose name all the words stand, for a field that asks for a person: those whose name begins with the words first, then by
/// name. Everybody who is signed in may ask. Who answers tickets also finds people by parts of their address; nobody else can guess
/// addresses with it.
///
/// # Errors
/// [`Error::NotFound`] for an account that is not active, and for who may not look among so many.
pub async fn find(store: &Store, actor: &Actor, words: &str, among: Among, most: u64) -> Result<Vec<Found>> {
    let begins: Expr = Expr::case(begins_with(&typed_name(words)), 0).finally(1).into();
    let people: Vec<(i64, String, String)> = users::Entity::find()
        .select_only()
        .columns([users::Column::Id, users::Column::Name, users::Column::State])
        .filter(among.condition(actor)?)
        .filter(all_words_for(actor, words))
        .order_by_asc(begins)
        .order_by_asc(users::Column::Name)
        .order_by_asc(users::Column::Id)
        .limit(Ord::min(most, OFFERED))
        .into_tuple()
        .all(&store.read)
        .await?;
    let found = |(id, name, state): (i64, String, String)| {
        Ok(Found {
            person: PersonRef::new(UserId(id), name),
            has_account: convert::word::<AccountState>("account state", &state)?.signs_in(),
        })
    };
    people.into_iter().map(found).collect()
}

/// Who is meant by what somebody typed: `Name #7` by the number, else whose address it is, else whose name, else the only one whose
/// name begins so, else the only one in whose name or address all the words stand. Nobody, when none of it fits, or when the first of
/// it that fits anybody fits several.
///
/// # Errors
/// As [`find`].
pub async fn meant(store: &Store, actor: &Actor, typed: &str, among: Among) -> Result<Option<UserId>> {
    let within = among.condition(actor)?;
    let name = typed_name(typed);
    if name.is_empty() {
        return Ok(None);
    }
    let numbered = name.rsplit_once('#').and_then(|(name, id)| Some((name.trim_end(), id.parse::<i64>().ok()?)));
    if let Some((name, id)) = numbered {
        // The number of another one is a slip, and then nobody is meant by it.
        let theirs = if name.is_empty() { Condition::all() } else { is_called(name) };
        if let [one] = fitting(store, &within, theirs.add(users::Column::Id.eq(id))).await?[..] {
            return Ok(Some(one));
        }
    }
    let address = Condition::all().add(users::Column::Email.eq(name.to_lowercase()));
    for fits in [address, is_called(&name), begins_with(&name), all_words_for(actor, &name)] {
        match fitting(store, &within, fits).await?[..] {
            [] => {}
            [one] => return Ok(Some(one)),
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// One or two of those who fit: whether there are more than one is all that is asked.
async fn fitting(store: &Store, within: &Condition, fits: Condition) -> Result<Vec<UserId>> {
    let ids: Vec<i64> = users::Entity::find()
        .select_only()
        .column(users::Column::Id)
        .filter(within.clone())
        .filter(fits)
        .limit(2)
        .into_tuple()
        .all(&store.read)
        .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Everything about one account.
///
/// # Errors
/// [`Error::NotFound`] without the permission to manage people, or without such an account.
pub async fn detail(store: &Store, actor: &Actor, user: UserId) -> Result<PersonDetail> {
    if !may(actor, Act::ManagePeople) {
        return Err(Error::NotFound);
    }
    let conn = &store.read;
    let account = users::Entity::find_by_id(user.get()).one(conn).await?.ok_or(Error::NotFound)?;
    let seen: Option<Option<i64>> = sessions::Entity::find()
        .select_only()
        .column_as(sessions::Column::SeenAt.max(), "seen")
        .filter(sessions::Column::UserId.eq(user.get()))
        .into_tuple()
        .one(conn)
        .await?;
    let owned = services::Entity::find()
        .filter(services::Column::OwnerId.eq(user.get()))
        .filter(services::Column::ArchivedAt.is_null())
        .order_by_asc(services::Column::Id)
        .all(conn)
        .await?;
    Ok(PersonDetail {
        person: PersonRef::new(user, account.name),
        email: account.email,
        state: convert::word("account state", &account.state)?,
        created_at: Timestamp::from_millis(account.created_at),
        seen_at: convert::time(seen.flatten()),
        teams: teams_of(conn, vec![user.get()]).await?.remove(&user.get()).unwrap_or_default(),
        grants: grants_of(conn, user).await?,
        owns: owned.iter().map(service_ref).collect(),
        may_manage: may(actor, Act::ManagePerson(&crate::actor::load(store, user).await?)),
    })
}

/// The people of these ids, by their ids.
pub(crate) async fn refs(conn: &impl ConnectionTrait, ids: impl IntoIterator<Item = i64>) -> Result<HashMap<i64, PersonRef>> {
    let mut ids: Vec<i64> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let people: Vec<(i64, String)> = users::Entity::find()
        .select_only()
        .columns([users::Column::Id, users::Column::Name])
        .filter(users::Column::Id.is_in(ids))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(people.into_iter().map(|(id, name)| (id, PersonRef::new(UserId(id), name))).collect())
}

pub(crate) fn service_ref(row: &services::Model) -> ServiceRef {
    ServiceRef { id: ServiceId(row.id), name: Localised::new(row.name_en.as_str(), row.name_zh.as_str()), icon: row.icon.clone() }
}

/// Every word stands somewhere in the name or the address, whatever case, width or accents either was typed with: both were
/// folded by the same code, so neither database folds anything.
fn all_words(words: &str) -> Condition {
    words.split_whitespace().take(8).fold(Condition::all(), |all, word| all.add(folded_like(&format!("%{}%", literal(word)))))
}

/// The same in the name alone, for whom the addresses of others are none of their business.
fn all_words_for(actor: &Actor, words: &str) -> Condition {
    if actor.is_agent() {
        return all_words(words);
    }
    let in_name = |word| folded_like(&format!("%{}%\n%", literal(word)));
    words.split_whitespace().take(8).fold(Condition::all(), |all, word| all.add(in_name(word)))
}

/// The whole name, which ends where the address begins (see `users::folded`).
fn is_called(name: &str) -> Condition {
    Condition::all().add(folded_like(&format!("{}\n%", literal(name))))
}

fn begins_with(name: &str) -> Condition {
    Condition::all().add(folded_like(&format!("{}%", literal(name))))
}

fn folded_like(pattern: &str) -> Expr {
    Expr::col((users::Entity, users::Column::Folded)).like(LikeExpr::new(pattern).escape('\\'))
}

/// A text as a pattern that matches it alone.
fn literal(text: &str) -> String {
    domain::search_terms::folded(text).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// A name as it was typed, without needless spaces and no longer than names are.
fn typed_name(typed: &str) -> String {
    let typed: String = typed.chars().take(TYPED_MAX).collect();
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folds the names and addresses of accounts that are older than the directory's way of looking for them.
pub(crate) async fn fold_all(write: &sea_orm::DatabaseConnection) -> Result<()> {
    let mut after = 0;
    loop {
        let rows = users::Entity::find()
            .filter(users::Column::Folded.eq(""))
            .filter(users::Column::Id.gt(after))
            .order_by_asc(users::Column::Id)
            .limit(FOLDED_AT_ONCE)
            .all(write)
            .await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        let tx = write.begin_with_options(WRITING).await?;
        for row in rows {
            users::Entity::update_many()
                .col_expr(users::Column::Folded, Expr::val(users::folded(&row.name, row.email.as_deref())))
                .filter(users::Column::Id.eq(row.id))
                .exec(&tx)
                .await?;
        }
        tx.commit().await?;
    }
}

fn members_of(teams: impl IntoIterator<Item = TeamId>) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(memberships::Column::UserId)
        .from(memberships::Entity)
        .and_where(memberships::Column::TeamId.is_in(teams.into_iter().map(TeamId::get)))
        .take()
}

async fn teams_of(conn: &impl ConnectionTrait, users: Vec<i64>) -> Result<HashMap<i64, Vec<MembershipRow>>> {
    let rows: Vec<(i64, bool, i64, String, String)> = memberships::Entity::find()
        .select_only()
        .columns([memberships::Column::UserId, memberships::Column::Lead])
        .columns([teams::Column::Id, teams::Column::Name, teams::Column::Kind])
        .join(
            JoinType::InnerJoin,
            memberships::Entity::belongs_to(teams::Entity).from(memberships::Column::TeamId).to(teams::Column::Id).into(),
        )
        .filter(memberships::Column::UserId.is_in(users))
        .filter(teams::Column::ArchivedAt.is_null())
        .order_by_asc(teams::Column::Name)
        .into_tuple()
        .all(conn)
        .await?;
    let mut teams: HashMap<i64, Vec<MembershipRow>> = HashMap::new();
    for (user, lead, id, name, kind) in rows {
        let team = TeamRef { id: TeamId(id), name };
        let row = MembershipRow { team, kind: convert::word("team kind", &kind)?, lead };
        teams.entry(user).or_default().push(row);
    }
    Ok(teams)
}

async fn grants_of(conn: &impl ConnectionTrait, user: UserId) -> Result<Vec<GrantRow>> {
    let rows: Vec<(i64, String, Option<i64>, Option<String>)> = role_grants::Entity::find()
        .select_only()
        .columns([roles::Column::Id, roles::Column::Name])
        .columns([teams::Column::Id, teams::Column::Name])
        .join(
            JoinType::InnerJoin,
            role_grants::Entity::belongs_to(roles::Entity).from(role_grants::Column::RoleId).to(roles::Column::Id).into(),
        )
        .join(
            JoinType::LeftJoin,
            role_grants::Entity::belongs_to(teams::Entity).from(role_grants::Column::TeamId).to(teams::Column::Id).into(),
        )
        .filter(role_grants::Column::UserId.eq(user.get()))
        .order_by_asc(roles::Column::Name)
        .order_by_asc(role_grants::Column::Id)
        .into_tuple()
        .all(conn)
        .await?;
    let row = |(role, name, team, team_name): (i64, String, Option<i64>, Option<String>)| GrantRow {
        role: RoleId(role),
        name,
        team: team.map(|id| TeamRef { id: TeamId(id), name: team_name.unwrap_or_default() }),
    };
    Ok(rows.into_iter().map(row).collect())
}
