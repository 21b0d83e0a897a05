using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>Invites people by letter in one step, as a program does: a wave of its own that nobody looked at and that is not held.</summary>
public sealed class InvitationLetters(WaveDrafts drafts, WaveSending sending)
{
    public const int Most = Wave.MostReaders;

    public Task<Result<PreparedLetters>> PrepareAsync(Id<Dialogue> id, IReadOnlyCollection<Id<Person>> chosen, CancellationToken ct) =>
        sending.PrepareAsync(id, LetterKind.Invitation, chosen, readers: [], ct);

    /// <param name="seal">What <see cref="PreparedLetters.Seal"/> said when the letters were shown; null where nobody looks, as in the API.</param>
    public async Task<Result<SentLetters>> SendAsync(Id<Dialogue> id, IReadOnlyCollection<Id<Person>> chosen, string? seal, CancellationToken ct)
    {
        if ((await PrepareAsync(id, chosen, ct)).Refused(out var refusal, out var prepared)) return refusal;
        if (prepared.Letters.Count == 0) return new SentLetters(0, 0, prepared.AlreadyInvited);
        if (prepared.Missing is [var missing, ..]) return missing;
        if (seal is not null && seal != prepared.Seal) return LetterRefusals.ChangedSincePreview;
        if ((await drafts.DraftAsync(id, LetterKind.Invitation, [.. prepared.Letters.Select(l => l.Person.Id)], ct)).Refused(out refusal, out var wave)) return refusal;
        if ((await sending.SendAsync(wave.Id, seal, TimeSpan.Zero, ct)).Refused(out refusal, out var sent)) return refusal;
        return sent with { AlreadyInvited = prepared.AlreadyInvited };
    }
}
