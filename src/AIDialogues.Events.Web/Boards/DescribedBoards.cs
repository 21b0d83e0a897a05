using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Web.Boards;

/// <summary>
/// What this process last wrote on each board, as a hash and in memory only: kept beside the board it would let whoever reads it test a
/// guess of everybody who was invited.
/// </summary>
public sealed class DescribedBoards
{
    private readonly ConcurrentDictionary<Id<Session>, byte[]> _last = new();

    internal static byte[] FingerprintOf(JsonObject facts, IReadOnlyList<Participant> people) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { facts, people }));

    internal bool Is(Id<Session> session, byte[] fingerprint) => _last.TryGetValue(session, out var last) && last.AsSpan().SequenceEqual(fingerprint);

    internal void Remember(Id<Session> session, byte[] fingerprint) => _last[session] = fingerprint;
}
