using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>
/// Invites people by letter: what is shown beforehand is what leaves, and nobody is invited twice to the same dialogue. The invitation
/// and its letter in the outbox are written in one transaction.
/// </summary>
public sealed class InvitationLetters(EventsDb db, TimeProvider clock)
{
    public const int Most = 500;

    public async Task<Result<PreparedLetters>> PrepareAsync(Id<Dialogue> id, IReadOnlyCollection<Id<Person>> chosen, CancellationToken ct)
    {
        if (chosen.Count == 0) return InvitationRefusals.NobodyChosen;
        if (chosen.Distinct().Count() > Most) return InvitationRefusals.TooManyChosen(Most);
        var dialogue = await db.Dialogues.Include(d => d.Sessions).AsSplitQuery().AsNoTracking().SingleAsync(d => d.Id == id, ct);
        if (clock.GetUtcNow() >= dialogue.EndsAt) return InvitationRefusals.DialogueOver;
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == dialogue.SeriesId, ct);
        var templates = await db.TemplatesAsync(id, LetterKind.Invitation, ct);
        var people = await db.People.AsNoTracking().Where(p => chosen.Contains(p.Id) && p.RestrictedAt == null && p.ObjectedAt == null).OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ThenBy(p => p.Id).ToListAsync(ct);
        var invited = await db.Invitations.Where(i => i.DialogueId == id && chosen.Contains(i.PersonId)).Select(i => i.PersonId).ToListAsync(ct);
        return new PreparedLetters(
            dialogue, series, [.. people.Where(p => !invited.Contains(p.Id)).Select(p => new PreparedLetter(p, templates[p.Language], LetterValues.For(p, dialogue, series, p.Language)))],
            invited.Count);
    }

    /// <param name="seal">What <see cref="PreparedLetters.Seal"/> said when the letters were shown; null where nobody looks, as in the API.</param>
    public async Task<Result<SentLetters>> SendAsync(Id<Dialogue> id, IReadOnlyCollection<Id<Person>> chosen, string? seal, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        // The dialogue's row is the turnstile: of two who press at once, the second sees whom the first invited.
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.dialogues WHERE id = {id.Value} FOR NO KEY UPDATE", ct);
        if ((await PrepareAsync(id, chosen, ct)).Refused(out var refusal, out var prepared)) return refusal;
        if (prepared.Letters.Count == 0) return new SentLetters(0, 0, prepared.AlreadyInvited);
        if (prepared.Missing is [var missing, ..]) return missing;
        if (seal is not null && seal != prepared.Seal) return LetterRefusals.ChangedSincePreview;
        var now = clock.GetUtcNow();
        if (await db.MayInviteAsync(id, prepared.Letters.Count, now, ct) is { } full) return full;
        foreach (var letter in prepared.Letters)
        {
            if (letter.Template.Render(letter.Values).Refused(out var empty, out var text)) return empty;
            var invitation = Invitation.Of(letter.Person, prepared.Dialogue, now);
            db.AddRange(invitation, Letter.Queue(invitation, letter.Person, LetterKind.Invitation, text, now));
        }

        try
        {
            _ = await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return LetterRefusals.ChangedSincePreview;
        }

        return new SentLetters(prepared.In(Language.English), prepared.In(Language.French), prepared.AlreadyInvited);
    }
}

/// <summary>One letter to one real reader, before it leaves.</summary>
public sealed record PreparedLetter(Person Person, LetterTemplate Template, IReadOnlyDictionary<string, string> Values)
{
    public IReadOnlyList<string> EmptyFields { get; } = Template.EmptyFields(Values);
}

/// <param name="AlreadyInvited">How many of the chosen have an invitation already and get no second one.</param>
public sealed record PreparedLetters(Dialogue Dialogue, Series Series, IReadOnlyList<PreparedLetter> Letters, int AlreadyInvited)
{
    public int In(Language language) => Letters.Count(l => l.Person.Language == language);

    /// <summary>One refusal for each field that is empty for somebody, with their names.</summary>
    public IReadOnlyList<Refusal> Missing =>
        [.. Letters.SelectMany(l => l.EmptyFields.Select(empty => (Field: empty, l.Person.Name))).GroupBy(e => e.Field, e => e.Name)
            .Select(g => LetterRefusals.FieldEmpty(g.Key, Names([.. g])))];

    /// <summary>The fingerprint of every word and reader: what is sent must be what was shown.</summary>
    public string Seal
    {
        get
        {
            var words = new StringBuilder();
            foreach (var letter in Letters)
            {
                _ = words.Append(letter.Person.Id).Append('\0').Append(letter.Person.Email).Append('\0');
                foreach (var part in LetterTemplate.Parts(letter.Template.Subject + "\0" + letter.Template.Body, letter.Values)) _ = words.Append(part.Text);
                _ = words.Append('\0');
            }

            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(words.ToString())));
        }
    }

    private static string Names(string[] names) => string.Join(", ", names.Take(8)) + (names.Length > 8 ? $" +{names.Length - 8}" : "");
}

public sealed record SentLetters(int English, int French, int AlreadyInvited)
{
    public int Count => English + French;
}
