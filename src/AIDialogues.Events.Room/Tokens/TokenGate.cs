using AIDialogues.Events.Unattributed.Tokens;

namespace AIDialogues.Events.Room.Tokens;

/// <summary>
/// Whether a shown token lets its holder do something now. Every "no" about the token itself is the same: a made-up one, one of another key,
/// one too late, one for something else.
/// </summary>
internal sealed class TokenGate(TokenKeys keys, TimeProvider time)
{
    /// <summary>Null for no. It asks no one who comes, and the reply tells nothing but yes.</summary>
    /// <param name="grace">For how long after the end of its key a token is still taken.</param>
    public async Task<AdmittedToken?> AdmitAsync(ShownToken shown, TokenPurpose purpose, CancellationToken ct, TimeSpan grace = default)
    {
        if (shown.Read() is not { } token) return null;
        if (await keys.FindAsync(shown.KeyId, ct) is not { } open) return null;
        if (open.Key.Purpose != purpose || time.GetUtcNow() >= open.Key.ClosesAt + grace || !token.IsSignedBy(open.Key)) return null;
        return new(token, open.Key, open.EnoughHolders, open.Replaced);
    }

    /// <summary>The dialogue whose token this is, spent or over or not: for who only asks what is stored. Null for no.</summary>
    public async Task<Guid?> DialogueOfAsync(ShownToken shown, CancellationToken ct) =>
        shown.Read() is { } token && await keys.FindAsync(shown.KeyId, ct) is { } open && token.IsSignedBy(open.Key) ? open.Key.DialogueId : null;
}

internal sealed record AdmittedToken(BlindToken Token, TokenKey Key, bool EnoughHolders, int Replaced);
