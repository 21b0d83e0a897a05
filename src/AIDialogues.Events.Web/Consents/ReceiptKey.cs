using System.Security.Cryptography;
using AIDialogues.Events.Web.Hosting;

namespace AIDialogues.Events.Web.Consents;

/// <summary>
/// The key that signs receipts: ECDSA P-256, in a file outside the database, so that who can write the ledger cannot also sign for it. Made at
/// the first start; the public half is at /receipts/key.pem.
/// </summary>
internal sealed class ReceiptKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();

    public ReceiptKey(IConfiguration configuration)
    {
        string folder = Path.Combine(configuration.DataDirectory(), "keys", "receipts");
        string file = Path.Combine(folder, "receipts.pem");
        if (!File.Exists(file)) Make(folder, file);
        _key.ImportFromPem(File.ReadAllText(file));
    }

    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>A DER signature over the SHA-256 of the bytes: what openssl verifies.</summary>
    public byte[] Sign(byte[] document) => _key.SignData(document, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _key.Dispose();

    private static void Make(string folder, string file)
    {
        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string whole = file + "." + Guid.NewGuid();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new StreamWriter(whole, options)) stream.Write(made.ExportPkcs8PrivateKeyPem());
        try
        {
            // Two programs that start at once agree on the key of the first.
            File.Move(whole, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(whole);
        }
    }
}
