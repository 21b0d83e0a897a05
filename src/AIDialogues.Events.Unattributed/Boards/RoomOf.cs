using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Unattributed.Boards;

/// <summary>
/// Which of several Rooms a session belongs to: the same answer wherever it is asked, and, when an address joins or leaves,
/// another one only for the sessions that must move (rendezvous hashing).
/// </summary>
public static class RoomOf
{
    public static Uri Session(Guid sessionId, IReadOnlyList<Uri> rooms) =>
        rooms.MaxBy(room => Weight(sessionId, room), StringComparer.Ordinal) ?? throw new ArgumentException("There is no Room.", nameof(rooms));

    private static string Weight(Guid sessionId, Uri room) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{sessionId} {room.GetLeftPart(UriPartial.Authority)}")));
}
