using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Boards;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Data.Tokens;
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
    public DbSet<ImportBatch> ImportBatches => Set<ImportBatch>();
    public DbSet<ImportedPerson> ImportedPeople => Set<ImportedPerson>();
    public DbSet<PersonMerge> PersonMerges => Set<PersonMerge>();
    public DbSet<ToldApart> ToldApart => Set<ToldApart>();
    public DbSet<Segment> Segments => Set<Segment>();
    public DbSet<RosterExport> RosterExports => Set<RosterExport>();
    public DbSet<BalanceTarget> BalanceTargets => Set<BalanceTarget>();
    public DbSet<KeptNotice> Notices => Set<KeptNotice>();
    public DbSet<AskedPurpose> AskedPurposes => Set<AskedPurpose>();
    public DbSet<Quotation> Quotations => Set<Quotation>();
    public DbSet<Needs> Needs => Set<Needs>();
    public DbSet<Reminder> Reminders => Set<Reminder>();
    public DbSet<Places> Places => Set<Places>();
    public DbSet<SubstituteProposal> SubstituteProposals => Set<SubstituteProposal>();
    public DbSet<TimelineEntry> Timeline => Set<TimelineEntry>();
    public DbSet<CalendarEntry> CalendarEntries => Set<CalendarEntry>();
    public DbSet<Summary> Summaries => Set<Summary>();
    public DbSet<SummaryVersion> SummaryVersions => Set<SummaryVersion>();
    public DbSet<ObjectionRound> ObjectionRounds => Set<ObjectionRound>();
    public DbSet<Domain.Publication> Publications => Set<Domain.Publication>();
    public DbSet<Partner> Partners => Set<Partner>();
    public DbSet<PublicFigures> PublicFigures => Set<PublicFigures>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<AnsweredRequest> AnsweredRequests => Set<AnsweredRequest>();
    public DbSet<BoardSession> BoardSessions => Set<BoardSession>();
    public DbSet<BoardKey> BoardKeys => Set<BoardKey>();
    public DbSet<DataRequest> DataRequests => Set<DataRequest>();
    public DbSet<PlannedErasure> PlannedErasures => Set<PlannedErasure>();

    /// <summary>What opens sealed columns; null in a context that only looks at the shape of the database.</summary>
    public KeyStore? Keys => _keys ??= KeysOption.Of(this);

    private KeyStore? _keys;
    public DbSet<TokenIssue> TokenIssues => Set<TokenIssue>();
    public DbSet<PublishedKey> PublishedKeys => Set<PublishedKey>();
    public DbSet<OpenRound> OpenRounds => Set<OpenRound>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.IdsOf<Series>().IdsOf<Dialogue>().IdsOf<Room>().IdsOf<Session>().IdsOf<Theme>().IdsOf<Person>()
            .IdsOf<Invitation>().IdsOf<PersonalLink>().IdsOf<Letter>().IdsOf<LetterTemplate>().IdsOf<ConsentEvent>().IdsOf<Reminder>()
            .IdsOf<Summary>().IdsOf<SummaryItem>();
        _ = configurationBuilder.IdsOf<SummarySource>().IdsOf<SummaryVersion>().IdsOf<ObjectionRound>().IdsOf<ObjectionOutcome>();
        _ = configurationBuilder.IdsOf<Wave>().IdsOf<Delivery>().IdsOf<Bounce>().IdsOf<OptOut>().IdsOf<OptOutLink>().IdsOf<TestLetter>();
        _ = configurationBuilder.IdsOf<SubstituteProposal>().IdsOf<TimelineEntry>();
        _ = configurationBuilder.IdsOf<ImportBatch>().IdsOf<PersonMerge>().IdsOf<Segment>().IdsOf<BalanceTarget>();
        _ = configurationBuilder.IdsOf<RosterExport>();
        _ = configurationBuilder.IdsOf<Quotation>();
        _ = configurationBuilder.IdsOf<DataRequest>().IdsOf<PlannedErasure>();
        _ = configurationBuilder.IdsOf<Domain.Publication>().IdsOf<PublicationFile>().IdsOf<Partner>();
        _ = configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        _ = builder.HasDefaultSchema(Schema);
        _ = builder.HasPostgresExtension("btree_gist");
        _ = builder.ApplyConfigurationsFromAssembly(typeof(EventsDb).Assembly);
        StaffMapping.Apply(builder);
        SealedMapping.Apply(builder);
    }
}
