using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>The exact words a person was shown when asked, and which version of the question they are.</summary>
public sealed record Notice(Language Language, string Words, int Version = 1)
{
    public byte[] Sha256 => SHA256.HashData(Encoding.UTF8.GetBytes(Words));

    /// <summary>What a form takes along to say which words it showed.</summary>
    public string Mark => Convert.ToHexStringLower(Sha256);
}
