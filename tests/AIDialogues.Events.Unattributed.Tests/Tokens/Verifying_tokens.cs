using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AIDialogues.Events.Testing.Tokens;
using AIDialogues.Events.Unattributed.Tokens;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Tokens;

public sealed class Verifying_tokens
{
    [Fact]
    public void The_vectors_with_our_salt_hold_and_those_without_salt_are_of_another_scheme()
    {
        using var key = Rfc9474.Key();

        Assert.Equal(
            [("RSABSSA-SHA384-PSS-Randomized", true), ("RSABSSA-SHA384-PSSZERO-Randomized", false), ("RSABSSA-SHA384-PSS-Deterministic", true), ("RSABSSA-SHA384-PSSZERO-Deterministic", false)],
            Rfc9474.Vectors().Select(v => (v.Name, key.VerifyData(v.Prepared, v.Signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss))));
    }

    [Fact]
    public void A_token_holds_for_its_own_key_and_not_when_a_bit_is_turned()
    {
        using RSA mine = RSA.Create(2048), other = RSA.Create(2048);
        var message = RandomNumberGenerator.GetBytes(64);
        var signature = mine.SignData(message, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);

        Assert.True(new BlindToken(message, signature).IsSignedBy(KeyOf(mine)));
        Assert.False(new BlindToken(message, signature).IsSignedBy(KeyOf(other)));
        Assert.False(new BlindToken(Turned(message), signature).IsSignedBy(KeyOf(mine)));
        Assert.False(new BlindToken(message, Turned(signature)).IsSignedBy(KeyOf(mine)));
        Assert.False(new BlindToken(message, signature[1..]).IsSignedBy(KeyOf(mine)));
        Assert.False(new BlindToken(message, []).IsSignedBy(KeyOf(mine)));
    }

    [Fact]
    public void The_list_of_keys_does_not_depend_on_the_order_they_come_in_and_changes_with_each_of_them()
    {
        using RSA one = RSA.Create(2048), two = RSA.Create(2048);
        var dialogue = Guid.NewGuid();

        Assert.Equal(new KeyList(dialogue, [KeyOf(one), KeyOf(two)]).Json, new KeyList(dialogue, [KeyOf(two), KeyOf(one)]).Json);
        Assert.NotEqual(new KeyList(dialogue, [KeyOf(one)]).Fingerprint, new KeyList(dialogue, [KeyOf(two)]).Fingerprint);
    }

    /// <summary>As docs/reference/token-protocol.md says how to compute it by hand.</summary>
    [Fact]
    public void The_fingerprint_is_that_of_the_list_without_its_ends_so_a_day_that_is_put_off_keeps_it()
    {
        using RSA one = RSA.Create(2048), two = RSA.Create(2048);
        var dialogue = Guid.NewGuid();
        KeyList before = new(dialogue, [KeyOf(one), KeyOf(two)]), after = new(dialogue, [KeyOf(one, new(2027, 5, 20, 0, 0, 0, TimeSpan.Zero)), KeyOf(two)]);

        Assert.NotEqual(before.Json, after.Json);
        Assert.Equal(before.Fingerprint, after.Fingerprint);
        var byHand = Regex.Replace(Encoding.UTF8.GetString(after.Json), ",\"closes\":\"[^\"]*\"", "", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(byHand))), after.Fingerprint);
    }

    private static TokenKey KeyOf(RSA key, DateTimeOffset? closesAt = null) =>
        new(Guid.Empty, Guid.Empty, TokenPurpose.Point, key.ExportSubjectPublicKeyInfo(), closesAt ?? DateTimeOffset.MaxValue);

    private static byte[] Turned(byte[] bytes)
    {
        byte[] turned = [.. bytes];
        turned[7] ^= 1;
        return turned;
    }
}
