using System.Security.Cryptography;
using System.Text.Json;

namespace AIDialogues.Events.Testing.Tokens;

/// <summary>The official vectors: RFC 9474, appendix A, all four variants. They lie beside the tests as rfc9474.json.</summary>
public sealed record Rfc9474(string Name, byte[] Message, byte[] Prefix, byte[] Salt, byte[] Inverse, byte[] Blinded, byte[] BlindSignature, byte[] Signature)
{
    public static string PathOf => Path.Combine(AppContext.BaseDirectory, "rfc9474.json");

    public byte[] Prepared => [.. Prefix, .. Message];

    public static IReadOnlyList<Rfc9474> Vectors()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(PathOf));
        return [.. json.RootElement.GetProperty("vectors").EnumerateArray().Select(v => new Rfc9474(v.GetProperty("name").GetString()!, Hex(v, "msg"), Hex(v, "msg_prefix"),
            Hex(v, "salt"), Hex(v, "inv"), Hex(v, "blinded_msg"), Hex(v, "blind_sig"), Hex(v, "sig")))];
    }

    /// <summary>The key that all of them share, 4096 bits.</summary>
    public static RSA Key()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(PathOf));
        var key = json.RootElement.GetProperty("key");
        var (p, q, d) = (BlindClient.Number(Hex(key, "p")), BlindClient.Number(Hex(key, "q")), BlindClient.Number(Hex(key, "d")));
        var rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters
        {
            Modulus = Hex(key, "n"),
            Exponent = Hex(key, "e"),
            D = Hex(key, "d"),
            P = Hex(key, "p"),
            Q = Hex(key, "q"),
            DP = Bytes(d % (p - 1)),
            DQ = Bytes(d % (q - 1)),
            InverseQ = Bytes(System.Numerics.BigInteger.ModPow(q, p - 2, p)),
        });
        return rsa;
    }

    private static byte[] Bytes(System.Numerics.BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[256 - bytes.Length], .. bytes];
    }

    private static byte[] Hex(JsonElement of, string name) => Convert.FromHexString(of.GetProperty(name).GetString()!);
}
