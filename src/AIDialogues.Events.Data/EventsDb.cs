using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Boards;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Everything that may know a name. Statements are not here and cannot be: they lie in another schema that this context does not map.</summary>
public sealed class EventsDb(DbContextOptions<EventsDb> options) : IdentityDbContext<StaffAccount, IdentityRole<Guid>, Guid>(options)
{
    public const string Schema = "events";

    public DbSet<Series> Series => Set<Series>();
    public DbSet<Dialogue> Dialogues => Set<Dialogue>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<PersonalLink> PersonalLinks => Set<PersonalLink>();
    public DbSet<Letter> Letters => Set<Letter>();
    public DbSet<LetterTemplate> LetterTemplates => Set<LetterTemplate>();
    public DbSet<Wave> Waves => Set<Wave>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<Bounce> Bounces => Set<Bounce>();
    public DbSet<OptOut> OptOuts => Set<OptOut>();
    public DbSet<OptOutLink> OptOutLinks => Set<OptOutLink>();
    public DbSet<MailLine> MailLines => Set<MailLine>();
    public DbSet<TestLetter> TestLetters => Set<TestLetter>();
    public DbSet<ConsentEvent> ConsentEvents => Set<ConsentEvent>();
    public DbSet<Reminder> Reminders => Set<Reminder>();
    public DbSet<Summary> Summaries => Set<Summary>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<AnsweredRequest> AnsweredRequests => Set<AnsweredRequest>();
    public DbSet<BoardSession> BoardSessions => Set<BoardSession>();
    public DbSet<BoardKey> BoardKeys => Set<BoardKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.IdsOf<Series>().IdsOf<Dialogue>().IdsOf<Room>().IdsOf<Session>().IdsOf<Theme>().IdsOf<Person>()
            .IdsOf<Invitation>().IdsOf<PersonalLink>().IdsOf<Letter>().IdsOf<LetterTemplate>().IdsOf<ConsentEvent>().IdsOf<Reminder>()
            .IdsOf<Summary>().IdsOf<SummaryItem>();
        _ = configurationBuilder.IdsOf<Wave>().IdsOf<Delivery>().IdsOf<Bounce>().IdsOf<OptOutLink>().IdsOf<TestLetter>();
        _ = configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        _ = builder.HasDefaultSchema(Schema);
        _ = builder.HasPostgresExtension("btree_gist");
        _ = builder.ApplyConfigurationsFromAssembly(typeof(EventsDb).Assembly);
        StaffMapping.Apply(builder);
    }
}
