using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Calendars;
using AIDialogues.Events.Worker.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Faults;

/// <summary>The nights in which Europe's clocks change, watched from half past midnight to half past three (UTC) and on to noon, with every job running all the time.</summary>
public sealed class Fault_20_the_clocks_change(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Theory]
    // Nine in the morning in Paris, and in Dhaka in the very hours of the change.
    [InlineData("2026-10-25", "2026-10-25T08:00Z", "2026-10-25T03:00Z")]
    [InlineData("2027-03-28", "2027-03-28T07:00Z", "2027-03-28T03:00Z")]
    public async Task Everybody_is_reminded_once_and_calendars_hear_nothing_new(string night, string inParis, string inDhaka)
    {
        var date = DateOnly.Parse(night, System.Globalization.CultureInfo.InvariantCulture);
        var clock = new FakeTimeProvider(new DateTimeOffset(date.ToDateTime(new(0, 30)), TimeSpan.Zero));
        var invited = clock.GetUtcNow().AddDays(-10);
        var series = await _given.SeriesAsync();
        // A dialogue that begins at night, so that the change falls into its day.
        var dialogue = Given.Value(Dialogue.New(series, new(new("Night", "Nuit"), date.AddDays(1), new(1, 30), new(4, 0), "Genève", "Europe/Paris", Rule.ChathamHouse, date.AddDays(1), [1])));
        var (paris, dhaka, comes) = (await _given.PersonAsync(), await _given.PersonAsync(), await _given.PersonAsync());
        Invitation[] invitations = [.. new[] { paris, dhaka, comes }.Select(p => Invitation.Of(p, dialogue, invited))];
        Assert.Null(invitations[2].Answer(true, dialogue, invited));
        await _given.SaveAsync([dialogue, .. invitations]);
        await using (var db = host.OpenDb())
        {
            Assert.Null((await db.People.SingleAsync(p => p.Id == dhaka.Id)).LiveIn("Asia/Dhaka"));
            _ = await db.SaveChangesAsync();
        }

        var told = new List<DateTimeOffset>();
        var reminded = new List<(DateTimeOffset At, string To)>();
        var known = new HashSet<Id<Letter>>();
        for (var until = clock.GetUtcNow().AddHours(11.5); clock.GetUtcNow() <= until; clock.Advance(TimeSpan.FromMinutes(15)))
        {
            if (await new CalendarJob(_post.Database, _post.Options, clock, NullLogger<CalendarJob>.Instance).TellAsync(CancellationToken.None) > 0) told.Add(clock.GetUtcNow());
            _ = await new RemindJob(_post.Database, clock, NullLogger<RemindJob>.Instance).RemindAsync(CancellationToken.None);
            await using var db = host.OpenDb();
            foreach (var letter in (await db.Letters.AsNoTracking().Where(l => l.Kind == LetterKind.Reminder).ToListAsync()).Where(l => known.Add(l.Id))) reminded.Add((clock.GetUtcNow(), letter.ToAddress));
        }

        Assert.Equal([(At(inDhaka), dhaka.Email), (At(inParis), paris.Email)], reminded);
        // The confirmation, and nothing because the clocks are others.
        Assert.Equal([new DateTimeOffset(date.ToDateTime(new(0, 30)), TimeSpan.Zero)], told);
    }

    [Theory]
    [InlineData("2026-10-25", 3.5)]
    [InlineData("2027-03-28", 1.5)]
    public void A_night_in_between_has_as_many_hours_as_it_has_and_its_agenda_only_goes_forward(string night, double hours)
    {
        var date = DateOnly.Parse(night, System.Globalization.CultureInfo.InvariantCulture);
        var series = Given.Value(Series.New("night", new("Night", "Nuit"), new("", ""), "", DateTimeOffset.UnixEpoch));
        var dialogue = Given.Value(Dialogue.New(series, new(new("Night", "Nuit"), date, new(1, 30), new(4, 0), "Genève", "Europe/Paris", Rule.ChathamHouse, date, [1])));
        var room = Given.Value(dialogue.AddRoom("Salle", 10));
        foreach (var (begins, ends) in new[] { (new TimeOnly(1, 30), new TimeOnly(2, 0)), (new(3, 0), new(3, 30)), (new(3, 30), new(4, 0)) })
            _ = Given.Value(dialogue.AddSession(new SessionDetails(new("Talk", "Séance"), room.Id, begins, ends, null, [new("Trust", "Confiance")], new("", ""))));

        Assert.Equal(TimeSpan.FromHours(hours), dialogue.EndsAt - dialogue.BeginsAt);
        DateTimeOffset[] agenda = [.. dialogue.Sessions.SelectMany(s => new[] { "Europe/Paris".At(date, s.Begins), "Europe/Paris".At(date, s.Ends) })];
        Assert.Equal(agenda.Order(), agenda);
        Assert.All(dialogue.Sessions, s => Assert.Equal(TimeSpan.FromMinutes(30), "Europe/Paris".At(date, s.Ends) - "Europe/Paris".At(date, s.Begins)));
        // What is shown of a moment is what was planned, also in the hour that comes twice.
        Assert.All(dialogue.Sessions, s => Assert.Equal(s.Begins, TimeOnly.FromDateTime("Europe/Paris".Local("Europe/Paris".At(date, s.Begins)).DateTime)));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
