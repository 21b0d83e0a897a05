using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using AIDialogues.Events.Testing.Tokens;
using AIDialogues.Events.Web.Tokens;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Tokens;

/// <summary>All official vectors of RFC 9474, on the server's side, on the participant's in .NET, and in the module that browsers run.</summary>
public sealed class Signing_unseen
{
    private static readonly IReadOnlyList<Rfc9474> Vectors = Rfc9474.Vectors();

    [Fact]
    public void Gives_the_blind_signature_of_every_vector()
    {
        using var key = Rfc9474.Key();
        var signer = new BlindSigner(key.ExportPkcs8PrivateKey());

        Assert.Equal(4, Vectors.Count);
        Assert.All(Vectors, v => Assert.Equal(v.BlindSignature, signer.Sign(v.Blinded)));
    }

    [Fact]
    public void The_participants_side_blinds_and_finalises_every_vector()
    {
        using var key = Rfc9474.Key();
        Assert.All(Vectors, v =>
        {
            var client = new BlindClient(key.ExportSubjectPublicKeyInfo(), v.Salt.Length);
            var (blinded, back) = client.Blind(v.Prepared, v.Salt, BlindClient.Number(v.Inverse));
            Assert.Equal(v.Blinded, blinded);
            Assert.Equal(v.Signature, client.Finalise(v.BlindSignature, back));
        });
    }

    [Fact]
    public async Task The_browsers_module_blinds_and_finalises_every_vector_and_refuses_a_wrong_signature()
    {
        using var key = Rfc9474.Key();
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "vectors.mjs"), Rfc9474.PathOf, Convert.ToHexStringLower(key.ExportSubjectPublicKeyInfo())]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();

        using var found = JsonDocument.Parse(said);
        Assert.Equal(
            Vectors.Select(v => (Convert.ToHexStringLower(v.Blinded), Convert.ToHexStringLower(v.Signature), true)),
            found.RootElement.EnumerateArray().Select(f => (f.GetProperty("blinded").GetString()!, f.GetProperty("sig").GetString()!, f.GetProperty("refused").GetBoolean())));
    }

    [Fact]
    public void Refuses_what_is_no_blinded_message_of_the_key()
    {
        using var key = RSA.Create(2048);
        var signer = new BlindSigner(key.ExportPkcs8PrivateKey());
        byte[] modulus = key.ExportParameters(includePrivateParameters: false).Modulus!;
        byte[] ofItself = [.. modulus], largest = [.. modulus];
        (ofItself[^1], largest[^1]) = ((byte)(modulus[^1] - 1), (byte)(modulus[^1] - 1));
        largest[0] = (byte)(modulus[0] - 1);

        Assert.Null(signer.Sign(modulus));
        Assert.Null(signer.Sign(modulus[1..]));
        Assert.Null(signer.Sign([0, .. modulus]));
        Assert.Null(signer.Sign(ofItself));
        Assert.Null(signer.Sign(new byte[256]));
        Assert.Equal(256, signer.Sign(largest)!.Length);
    }

    [Fact]
    public void Makes_a_token_that_the_public_key_alone_verifies()
    {
        using var key = RSA.Create(2048);
        var client = new BlindClient(key.ExportSubjectPublicKeyInfo());
        byte[] message = BlindClient.Prepare(RandomNumberGenerator.GetBytes(32));
        var (blinded, back) = client.Blind(message);

        byte[] signature = client.Finalise(new BlindSigner(key.ExportPkcs8PrivateKey()).Sign(blinded)!, back);

        Assert.True(key.VerifyData(message, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss));
        message[5] ^= 1;
        Assert.False(key.VerifyData(message, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss));
    }
}
