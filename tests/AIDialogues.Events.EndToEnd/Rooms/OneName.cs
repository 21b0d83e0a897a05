using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.EndToEnd.Rooms;

/// <summary>A lexicon of one full name, Awa Diallo, hashed as the lexicon's own writer does it: 65 is a name, given and family together.</summary>
internal static class OneName
{
    /// <summary>What Web would have put into a board.</summary>
    public static string Lexicon
    {
        get
        {
            byte[] salt = [1, 2, 3];
            var hash = Convert.ToBase64String(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes("awadiallo")])[..8]);
            return $$$"""{"lexicon":{"version":1,"salt":"{{{Convert.ToBase64String(salt)}}}","mostWords":12,"phrases":{"65":"{{{hash}}}"},"titles":"mr mrs","followers":"said"}}""";
        }
    }
}
