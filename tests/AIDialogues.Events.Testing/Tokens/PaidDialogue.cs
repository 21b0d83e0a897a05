using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using AIDialogues.Events.Testing.Rooms;

namespace AIDialogues.Events.Testing.Tokens;

/// <summary>
/// A dialogue with one session, one key for points and one for objections, as Web would have published them. The tests hold the private
/// halves and sign messages in clear: the signature is the one a blind signature ends in.
/// </summary>
public sealed class PaidDialogue : IDisposable
{
    private readonly RSA points = RSA.Create(2048);
    private readonly RSA objections = RSA.Create(2048);

    private PaidDialogue(OpenSession session) => Session = session;

    public OpenSession Session { get; }

    public Guid DialogueId { get; } = Guid.NewGuid();

    public string PointKey => IdOf(points);

    public string ObjectionKey => IdOf(objections);

    public static async Task<PaidDialogue> AddAsync(VaultDatabase vault, bool enoughHolders = true, DateTimeOffset? closesAt = null)
    {
        var paid = new PaidDialogue(await vault.AddSessionAsync());
        await paid.PublishAsync(vault, paid.points, paid.Session.SessionId, "point", enoughHolders, closesAt);
        await paid.PublishAsync(vault, paid.objections, null, "objection", enoughHolders, closesAt);
        return paid;
    }

    public PaidToken Token() => Token(points);

    public PaidToken ObjectionToken() => Token(objections);

    public void Dispose()
    {
        points.Dispose();
        objections.Dispose();
    }

    private static PaidToken Token(RSA key)
    {
        var message = RandomNumberGenerator.GetBytes(64);
        return new(IdOf(key), message, key.SignData(message, HashAlgorithmName.SHA384, RSASignaturePadding.Pss));
    }

    private static string IdOf(RSA key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    private async Task PublishAsync(VaultDatabase vault, RSA key, Guid? session, string purpose, bool enoughHolders, DateTimeOffset? closesAt)
    {
        await using var command = vault.Owner.CreateCommand("INSERT INTO board.token_keys (key_id, dialogue_id, session_id, purpose, public_key, closes_at, enough_holders) VALUES ($1, $2, $3, $4, $5, $6, $7)");
        _ = command.Parameters.AddWithValue(IdOf(key));
        _ = command.Parameters.AddWithValue(DialogueId);
        _ = command.Parameters.AddWithValue((object?)session ?? DBNull.Value);
        _ = command.Parameters.AddWithValue(purpose);
        _ = command.Parameters.AddWithValue(key.ExportSubjectPublicKeyInfo());
        _ = command.Parameters.AddWithValue(closesAt ?? new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _ = command.Parameters.AddWithValue(enoughHolders);
        _ = await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A token as its holder shows it.</summary>
public sealed record PaidToken(string KeyId, byte[] Message, byte[] Signature)
{
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Message));

    public object Shown => new { keyId = KeyId, message = Base64Url.EncodeToString(Message), signature = Base64Url.EncodeToString(Signature) };

    public Task<HttpResponseMessage> WriteAsync(HttpClient room, string words, Guid? id = null, bool readAnyway = false, Guid? theme = null, bool held = false) => Device.PostAsync(room, "/api/tokens/points", new
    {
        token = Shown,
        point = new { id = id ?? Guid.NewGuid(), kind = "view", words, themeId = theme },
        language = "en",
        readAnyway,
        held,
    });

    public async Task<HttpStatusCode> StatusAsync(HttpClient room, string words, Guid? id = null)
    {
        using var answer = await WriteAsync(room, words, id);
        return answer.StatusCode;
    }

    public Task<HttpResponseMessage> ObjectAsync(HttpClient room, Guid item, string kind = "identifies-me", string? words = null, Guid? id = null, long? round = null) =>
        Device.PostAsync(room, "/api/tokens/objections", new { token = Shown, id = id ?? Guid.NewGuid(), item, kind, words, round });

    /// <summary>What is stored of the token's dialogue.</summary>
    public Task<HttpResponseMessage> AcceptedAsync(HttpClient room) => Device.PostAsync(room, "/api/tokens/accepted", new { token = Shown });
}
