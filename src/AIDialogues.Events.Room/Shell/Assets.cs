using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Room.Shell;

/// <summary>The files of the board, from inside the assembly, and one version for all of them: what a device caches fits together.</summary>
internal sealed class Assets
{
    private const string Folder = "wwwroot/";
    private const string Worker = "/js/sw.js";

    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);

    public Assets()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            files.Add("/" + name[Folder.Length..], Read(assembly, name));
        files.Add("/js/words.js", Encoding.UTF8.GetBytes(WordLists.ToModule()));
        var all = files.SelectMany(f => Encoding.UTF8.GetBytes(f.Key).Concat(f.Value)).Concat(Encoding.UTF8.GetBytes(assembly.ManifestModule.ModuleVersionId.ToString()));
        Version = Convert.ToHexStringLower(SHA256.HashData([.. all]))[..16];
    }

    public string Version { get; }

    /// <summary>All but the service worker, which is served filled.</summary>
    public IEnumerable<string> Paths => files.Keys.Where(path => path != Worker);

    public IResult Get(string path) => Results.Bytes(files[path], TypeOf(path));

    /// <summary>The service worker as written, told which page it is for, what to keep and under which version.</summary>
    public string ServiceWorker(string page)
    {
        var kept = Paths.Concat([page + "?lang=en", page + "?lang=fr"]);
        return $"const PAGE = '{page}';\nconst VERSION = '{page} {Version}';\nconst KEPT = {JsonSerializer.Serialize(kept)};\n" + Encoding.UTF8.GetString(files[Worker]);
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        _ => throw new InvalidOperationException($"The board has a file of an unknown type: {path}."),
    };

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
