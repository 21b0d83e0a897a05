using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>The exact words a person was shown when asked.</summary>
public sealed record Notice(Language Language, string Words)
{
    public byte[] Sha256 => SHA256.HashData(Encoding.UTF8.GetBytes(Words));
}
