//! Founding the demo company: people, teams, roles and the catalogue, each by its verb, over its first days.

use std::collections::HashMap;

use domain::catalogue::ServiceDraft;
use domain::id::{ServiceId, TeamId, UserId};
use domain::locale::{Locale, Localised};
use domain::permit::Actor;
use domain::reply_template::TemplateDraft;
use domain::time::Span;
use store::accounts::{self, Invitation, SetUp};
use store::teams::{self, TeamDraft};
use store::{Store, roles, services, templates};

use super::DemoError;
use super::calendar::ZONE;
use super::catalogue::{CATEGORIES, SERVICES, ServicePlan};
use super::forms::form;
use super::people::{ADMINISTRATOR, Person, TEAMS, TeamPlan, WITH_PASSWORD};
use super::templates::TEMPLATES;

/// Between two acts of founding.
const PAUSE: Span = Span::from_minutes(7);

/// The company, ready for its first ticket.
#[derive(Debug)]
pub struct Company {
    pub administrator: UserId,
    pub people: Vec<Member>,
    pub teams: HashMap<&'static str, TeamId>,
    pub services: HashMap<&'static str, ServiceId>,
    /// Who can sign in, and how.
    pub accounts: Vec<Account>,
}

/// Somebody with an account.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    pub id: UserId,
    pub plan: &'static Person,
    pub team: &'static TeamPlan,
    pub leads: bool,
}

/// An account that can be signed in to.
#[derive(Clone, Debug)]
pub struct Account {
    pub name: &'static str,
    pub email: String,
    pub what_for: &'static str,
    pub password: String,
}

impl Company {
    /// The member with this mailbox.
    #[must_use]
    pub fn member(&self, mailbox: &str) -> Option<&Member> {
        self.people.iter().find(|member| member.plan.mailbox == mailbox)
    }

    /// Those of a team.
    pub fn of_team<'a>(&'a self, team: &'a str) -> impl Iterator<Item = &'a Member> {
        self.people.iter().filter(move |member| member.team.name == team)
    }
}

/// Founds the company. The store's clock moves on as it does; `password` gives a fresh one for each account.
///
/// # Errors
/// [`DemoError::NotEmpty`] for a database that is in use; those of the verbs.
pub async fn found(store: &Store, password: &mut (dyn FnMut() -> String + Send)) -> Result<Company, DemoError> {
    if !store::tickets::past::is_blank(store).await? {
        return Err(DemoError::NotEmpty);
    }
    let mut founding = Founding { store, password, accounts: Vec::new() };
    let administrator = founding.administrator().await?;
    let teams = founding.teams(administrator).await?;
    let people = founding.people(administrator, &teams).await?;
    founding.roles(administrator, &people).await?;
    let services = founding.catalogue(administrator, &teams, &people).await?;
    founding.templates(administrator, &teams).await?;
    Ok(Company { administrator, people, teams, services, accounts: founding.accounts })
}

struct Founding<'a> {
    store: &'a Store,
    password: &'a mut (dyn FnMut() -> String + Send),
    accounts: Vec<Account>,
}

impl Founding<'_> {
    fn pause(&self) {
        self.store.clock().advance(PAUSE);
    }

    async fn actor(&self, user: UserId) -> Result<Actor, DemoError> {
        Ok(store::actor::load(self.store, user).await?)
    }

    /// A password for this account, noted for the table if somebody is to sign in with it.
    fn password_for(&mut self, person: &'static Person) -> String {
        let password = (self.password)();
        if let Some((_, what_for)) = WITH_PASSWORD.iter().find(|(mailbox, _)| *mailbox == person.mailbox) {
            self.accounts.push(Account { name: person.name, email: address(person), what_for, password: password.clone() });
        }
        password
    }

    async fn administrator(&mut self) -> Result<UserId, DemoError> {
        let everybody = TEAMS.iter().flat_map(|team| team.people);
        let person = everybody.into_iter().find(|person| person.mailbox == ADMINISTRATOR).ok_or(DemoError::Script("no administrator"))?;
        let token = accounts::first_run_token(self.store).await?.ok_or(DemoError::NotEmpty)?;
        self.pause();
        let first = SetUp {
            token,
            organisation: "Kestrel Foods".to_owned(),
            name: person.name.to_owned(),
            email: address(person),
            password: self.password_for(person),
            time_zone: ZONE.to_owned(),
            locale: Locale::En,
        };
        Ok(accounts::set_up(self.store, first).await?.user)
    }

    async fn teams(&self, administrator: UserId) -> Result<HashMap<&'static str, TeamId>, DemoError> {
        let actor = self.actor(administrator).await?;
        let mut teams = HashMap::new();
        for plan in TEAMS {
            self.pause();
            let draft = TeamDraft { name: plan.name.to_owned(), description: plan.does.to_owned() };
            teams.insert(plan.name, teams::create(self.store, &actor, plan.kind, &draft).await?);
        }
        Ok(teams)
    }

    async fn people(&mut self, administrator: UserId, ids: &HashMap<&'static str, TeamId>) -> Result<Vec<Member>, DemoError> {
        let actor = self.actor(administrator).await?;
        let mut people = Vec::new();
        for team in TEAMS {
            let id = *ids.get(team.name).ok_or(DemoError::Script("no such team"))?;
            for (place, plan) in team.people.iter().enumerate() {
                self.pause();
                let leads = team.led && place == 0;
                let user = if plan.mailbox == ADMINISTRATOR { administrator } else { self.hire(&actor, plan, id).await? };
                if leads || user == administrator {
                    teams::set_member(self.store, &actor, id, user, leads).await?;
                }
                people.push(Member { id: user, plan, team, leads });
            }
        }
        Ok(people)
    }

    async fn hire(&mut self, actor: &Actor, person: &'static Person, team: TeamId) -> Result<UserId, DemoError> {
        let locale = if person.name.is_ascii() { Locale::En } else { Locale::Zh };
        let invitation =
            Invitation { name: person.name.to_owned(), email: address(person), locale: Some(locale), teams: vec![team], role: None };
        let (_, token) = accounts::invite(self.store, actor, &invitation).await?;
        let password = self.password_for(person);
        Ok(accounts::choose_password(self.store, &token, &password).await?.user)
    }

    /// Somebody who sees whether the rules are kept, and somebody who looks after the whole catalogue.
    async fn roles(&self, administrator: UserId, people: &[Member]) -> Result<(), DemoError> {
        let actor = self.actor(administrator).await?;
        let known = roles::list(self.store, &actor).await?;
        for (mailbox, role) in [("irina", "Auditor"), ("nadia", "Service manager")] {
            self.pause();
            let user = people.iter().find(|member| member.plan.mailbox == mailbox).map(|member| member.id);
            let role = known.iter().find(|known| known.name == role).map(|known| known.id);
            let (Some(user), Some(role)) = (user, role) else { return Err(DemoError::Script("no such role or person")) };
            roles::grant(self.store, &actor, role, user, None).await?;
        }
        Ok(())
    }

    async fn catalogue(
        &self,
        administrator: UserId,
        teams: &HashMap<&'static str, TeamId>,
        people: &[Member],
    ) -> Result<HashMap<&'static str, ServiceId>, DemoError> {
        let actor = self.actor(administrator).await?;
        let mut categories = Vec::new();
        for (en, zh) in CATEGORIES {
            categories.push(services::create_category(self.store, &actor, &Localised::new(*en, *zh)).await?);
        }
        let mut offered = HashMap::new();
        for plan in SERVICES {
            self.pause();
            let team = |name: &str| teams.get(name).copied().ok_or(DemoError::Script("no such team"));
            let owner = plan.owner.and_then(|mailbox| people.iter().find(|member| member.plan.mailbox == mailbox));
            let draft = ServiceDraft {
                name: Localised::new(plan.name.0, plan.name.1),
                description: Localised::new(plan.about.0, plan.about.1),
                icon: plan.icon.to_owned(),
                category: categories.get(plan.category).copied(),
                team: team(plan.team)?,
                owner: owner.map(|member| member.id),
                kind: plan.kind,
                impact: plan.level.0,
                urgency: plan.level.1,
                open_to_team: plan.open_to_team,
                audience: plan.audience.iter().map(|name| team(name)).collect::<Result<_, _>>()?,
            };
            let id = services::create(self.store, &actor, draft).await?;
            self.publish(&actor, plan, id).await?;
            services::put_on_offer(self.store, &actor, id).await?;
            offered.insert(plan.key, id);
        }
        Ok(offered)
    }

    async fn templates(&self, administrator: UserId, teams: &HashMap<&'static str, TeamId>) -> Result<(), DemoError> {
        let actor = self.actor(administrator).await?;
        for (team, name, text) in TEMPLATES {
            self.pause();
            let team = team.map(|team| teams.get(team).copied().ok_or(DemoError::Script("no such team"))).transpose()?;
            let draft = TemplateDraft { team, name: name.to_owned(), text: text.to_owned() };
            templates::create(self.store, &actor, &draft).await?;
        }
        Ok(())
    }

    async fn publish(&self, actor: &Actor, plan: &ServicePlan, id: ServiceId) -> Result<(), DemoError> {
        let mut form = form(plan.key);
        if plan.key == super::GROWING_FORM {
            // The rest is asked from the second version on.
            form.fields.truncate(4);
        }
        services::publish_form(self.store, actor, id, 0, &form).await?;
        Ok(())
    }
}

fn address(person: &Person) -> String {
    format!("{}@kestrel.example", person.mailbox)
}
