using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AIDialogues.Events.Web.Tests.Hosting;

/// <summary>Builds data free of surprises, through the domain's own doors.</summary>
public sealed class Given(EventsHost host)
{
    private int _count;

    public const string Password = "correct horse battery";

    public DateTimeOffset Now => host.Clock.GetUtcNow();

    /// <summary>A browser signed in with both steps.</summary>
    public async Task<Browser> SignedInAsync(string role = StaffRoles.Organiser, string language = "en")
    {
        var (email, key) = await AccountAsync(role);
        var browser = host.NewBrowser(language);
        var page = await browser.SubmitAsync(await browser.GetAsync("/account/signin"), new { Email = email, Password });
        page = await browser.SubmitAsync(page, new { Code = Totp.Now(key) });
        return page.Path.StartsWith("/account", StringComparison.Ordinal) ? throw new InvalidOperationException("Not signed in: " + page.Text) : browser;
    }

    /// <summary>An account with both steps; the key of its second one.</summary>
    public async Task<(string Email, string Key)> AccountAsync(string role = StaffRoles.Organiser)
    {
        string email = $"staff{++_count}@meridien.test";
        string key;
        using (var scope = host.Services.CreateScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
            var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole<Guid>>>();
            if (!await roles.RoleExistsAsync(role)) Ok(await roles.CreateAsync(new IdentityRole<Guid>(role) { Id = Guid.NewGuid() }));
            var account = new StaffAccount { UserName = email, Email = email, DisplayName = "Noor Haddad" };
            Ok(await accounts.CreateAsync(account, Password));
            Ok(await accounts.AddToRoleAsync(account, role));
            Ok(await accounts.ResetAuthenticatorKeyAsync(account));
            Ok(await accounts.SetTwoFactorEnabledAsync(account, true));
            key = (await accounts.GetAuthenticatorKeyAsync(account))!;
        }

        return (email, key);
    }

    public async Task<Series> SeriesAsync(string? slug = null, bool isPublic = true)
    {
        var series = Value(Series.New(slug ?? $"series-{++_count}", new("Water and security", "Eau et sécurité"), new("Purpose in English.", "But en français."), "Institut Méridien", Now));
        series.ShowPublicly(isPublic);
        await SaveAsync(series);
        return series;
    }

    /// <summary>A day 60 days ahead in Paris, 9:00 to 17:30, with one room (40 seats) and one session about two themes.</summary>
    public async Task<Dialogue> DialogueAsync(Series? series = null, Action<Dialogue>? with = null)
    {
        series ??= await SeriesAsync();
        var day = DateOnly.FromDateTime(Now.Date).AddDays(60);
        var dialogue = Value(Dialogue.New(series, new DialogueDetails(
            new("First day", "Première journée"), day, new(9, 0), new(17, 30), "Maison de la paix, Genève", "Europe/Paris", Rule.ChathamHouse, day.AddDays(-14), [7, 2])));
        var room = Value(dialogue.AddRoom("Salle bleue", 40));
        _ = Value(dialogue.AddSession(new SessionDetails(
            new("Opening", "Ouverture"), room.Id, new(9, 30), new(11, 0), null, [new("Trust", "Confiance"), new("Access", "Accès")], new("What works?", "Qu’est-ce qui marche ?"))));
        with?.Invoke(dialogue);
        await SaveAsync(dialogue);
        return dialogue;
    }

    public async Task<Person> PersonAsync(string given = "Awa", string family = "Diallo", string? email = null, string affiliation = "Autorité du bassin", Language language = Language.French)
    {
        var person = Value(Person.New(new PersonDetails(given, family, email ?? $"person{++_count}@bassin.test", affiliation, StakeholderGroup.Institutions, "ML", language), Now));
        await SaveAsync(person);
        return person;
    }

    /// <summary>An invitation with a working personal link.</summary>
    public async Task<(Invitation Invitation, string Token)> InvitationAsync(Dialogue dialogue, Person person, Action<Invitation>? with = null)
    {
        var invitation = Invitation.Of(person, dialogue, Now);
        with?.Invoke(invitation);
        var (link, token) = PersonalLink.For(invitation.Id, Now);
        await SaveAsync(invitation, link);
        return (invitation, token);
    }

    /// <summary>So many were checked in on the day: some judges of a court in Finland, and researchers from Canada.</summary>
    /// <returns>The invitations of the judges.</returns>
    public async Task<IReadOnlyList<Invitation>> PresentAsync(Dialogue dialogue, int judges, int of)
    {
        var people = Enumerable.Range(0, of).Select(i => Value(Person.New(i < judges
            ? new("Aino", $"Virtanen{i}", $"person{++_count}@oikeus.test", "Käräjäoikeus", StakeholderGroup.Institutions, "FI", Language.English)
            : new("Jean", $"Tremblay{i}", $"person{++_count}@recherche.test", "Laboratoire de la baie", StakeholderGroup.Academia, "CA", Language.French), Now))).ToList();
        var invitations = people.ConvertAll(p => Invitation.Of(p, dialogue, Now));
        foreach (var invitation in invitations)
            if (invitation.CheckIn(dialogue, dialogue.BeginsAt) is { } refusal) throw new InvalidOperationException(refusal.Code);
        await SaveAsync([.. people, .. invitations]);
        return invitations[..judges];
    }

    /// <summary>The desk had taken them for others.</summary>
    public async Task NotPresentAsync(IEnumerable<Invitation> some)
    {
        var ids = some.Select(i => i.Id).ToList();
        await using var db = host.OpenDb();
        _ = await db.Invitations.Where(i => ids.Contains(i.Id)).ExecuteUpdateAsync(i => i.SetProperty(x => x.CheckedInAt, (DateTimeOffset?)null));
    }

    public async Task SaveAsync(params object[] things)
    {
        await using var db = host.OpenDb();
        db.AddRange(things);
        _ = await db.SaveChangesAsync();
    }

    public static T Value<T>(Result<T> result) where T : notnull =>
        result.Refused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Code) : value;

    private static void Ok(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(' ', result.Errors.Select(e => e.Description)));
    }
}
