using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Consents;

/// <summary>What stands on an expert's page about consents: each question with the answer that stands, what is visible now, the words to approve, the needs.</summary>
public sealed record ConsentSection(
    BehindLink Link, string Handle, string? Lang, PurposeSet Purposes, Choices Choices, IReadOnlyList<Quotation> Quotations, Needs? Needs, IReadOnlyList<Visible> Visible)
{
    public Rule Rule => Link.Dialogue.Rule;

    /// <summary>What a yes of theirs still allows although the day asks for it no more.</summary>
    public IReadOnlyList<ConsentPurpose> NoLongerAsked => [.. ConsentTerms.InOrder.Where(p => !Purposes.Asks(p) && Choices.Allows(p))];

    /// <summary>Whether this is the day that the link was sent for; the others name themselves in every address.</summary>
    public bool IsOwnDay => string.Equals(Handle, Link.Invitation.Id.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>An address of these pages about this day, in the language of the page.</summary>
    public string At(string place, string handler = "") => At(place, IsOwnDay ? null : Link.Invitation.Id.Value, handler);

    /// <inheritdoc cref="At(string, string)"/>
    public string At(string place, Guid? day, string handler = "")
    {
        string[] query = [.. (string[])[day is { } id ? $"day={id}" : "", handler.Length > 0 ? "handler=" + handler : "", Lang is { } tag ? "lang=" + tag : ""]];
        string asked = string.Join('&', query.Where(part => part.Length > 0));
        return $"/my/{Handle}{place}" + (asked.Length > 0 ? "?" + asked : "");
    }

    /// <summary>What was tapped on a form that could not be saved, for questions that are the same still; it stays ticked when the page is shown again.</summary>
    public IReadOnlyDictionary<ConsentPurpose, string> Picked { get; init; } = new Dictionary<ConsentPurpose, string>();

    public string Ticked(ConsentPurpose purpose) => Picked.TryGetValue(purpose, out string? picked) ? picked : Chosen(purpose);

    /// <summary>The answer that the form shows as chosen: none where the question is put again, so that nobody renews without a tap.</summary>
    public string Chosen(ConsentPurpose purpose) => Again(purpose) is not null ? "" : Choices.Of(purpose) switch
    {
        null => "",
        { } state => state.Allows() ? "yes" : "no",
    };

    public AskAgain? Again(ConsentPurpose purpose) => Choices.AskedAgain(purpose, Rule, ConsentTexts.VersionOf(purpose));

    /// <summary>The SHA-256 of a form as it was shown, question by question with the answer that stood chosen.</summary>
    public static byte[] FormSha256(IEnumerable<(Notice Question, string Chosen)> shown) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n\n", shown.Select(s => $"{s.Question.Words}\n[{s.Chosen}]"))));

    public static async Task<ConsentSection> LoadAsync(EventsDb db, BehindLink link, string token, string? lang, DateTimeOffset now, CancellationToken ct)
    {
        var (person, dialogue) = (link.Person.Id, link.Dialogue.Id);
        return new(link, token, lang, await db.PurposesAsync(dialogue, ct), new(link.Ledger, now),
            await db.Quotations.AsNoTracking().Where(q => q.PersonId == person && q.DialogueId == dialogue).OrderBy(q => q.AskedAt).ToListAsync(ct),
            await db.Needs.AsNoTracking().FirstOrDefaultAsync(n => n.PersonId == person && n.DialogueId == dialogue, ct),
            // A name stands on the page of the series through any of its days.
            await db.VisibleAsync([.. link.Days.Select(d => d.Dialogue.Id)], now, ct, person));
    }
}
