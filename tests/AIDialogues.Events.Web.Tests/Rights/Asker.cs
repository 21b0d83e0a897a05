using System.Text.RegularExpressions;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Tests.Rights;

/// <summary>An expert at their personal page, with the codes that reach their mailbox.</summary>
internal sealed partial class Asker(EventsHost host, Invitation invitation, string token) : IDisposable
{
    public Browser Phone { get; } = host.NewBrowser();

    public Invitation Invitation => invitation;

    public string Token => token;

    public static async Task<Asker> WithInvitationAsync(EventsHost host, Given given, Dialogue? dialogue = null, Person? person = null)
    {
        var (invitation, token) = await given.InvitationAsync(dialogue ?? await given.DialogueAsync(), person ?? await given.PersonAsync(language: Language.English));
        return new(host, invitation, token);
    }

    public async Task<Page> AskAsync(DataRequestKind kind) =>
        await Phone.SubmitAsync(await Phone.GetAsync($"/i/{token}/data"), form: "main form", button: $"[value={kind}]");

    /// <summary>Asks and types the code that came.</summary>
    public async Task<Page> OpenAsync(DataRequestKind kind) => await Phone.SubmitAsync(await AskAsync(kind), new { code = await LastCodeAsync() });

    public async Task<string> LastCodeAsync() => CodeIn((await CodeLettersAsync())[^1].Body);

    public async Task<List<Letter>> CodeLettersAsync()
    {
        await using var db = host.OpenDb();
        return await db.Letters.AsNoTracking().Where(l => l.Kind == LetterKind.Code && l.InvitationId == invitation.Id).OrderBy(l => l.CreatedAt).ThenBy(l => l.NotBefore).ToListAsync();
    }

    public async Task<Person?> PersonAsync()
    {
        await using var db = host.OpenDb();
        return await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == invitation.PersonId);
    }

    public void Dispose() => Phone.Dispose();

    private static string CodeIn(string body) => SixDigits().Match(body).Value;

    [GeneratedRegex(@"\b\d{6}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixDigits();
}
