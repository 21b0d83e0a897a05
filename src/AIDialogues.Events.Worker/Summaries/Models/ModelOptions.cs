using AIDialogues.Events.Worker.Hosting;

namespace AIDialogues.Events.Worker.Summaries.Models;

/// <summary>A language model on a machine of one's own that may word the draft. None unless it is set; words of the room go nowhere else.</summary>
/// <param name="Patience">How long one chapter may take.</param>
internal sealed record ModelOptions(Uri Endpoint, string Name, string? Key, TimeSpan Patience)
{
    /// <summary>Null when no model is set.</summary>
    /// <exception cref="SettingException">Half a model is set, or its address is no plain address of a machine.</exception>
    public static ModelOptions? Read(IConfiguration configuration)
    {
        if (configuration["Summaries:Model:Endpoint"] is not { Length: > 0 } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.UserInfo.Length > 0)
            throw new SettingException($"Summaries__Model__Endpoint must be an address such as http://127.0.0.1:8080/v1, but is “{text}”.");
        if (endpoint.Host is not "localhost" && System.Net.IPAddress.TryParse(endpoint.Host.Trim('[', ']'), out var address) && !PrivateAddress.Is(address))
            throw new SettingException($"Summaries__Model__Endpoint must be on this machine or in a private network, but is “{text}”: what was said leaves the house to nobody.");
        if (configuration["Summaries:Model:Name"] is not { Length: > 0 } name) throw new SettingException("Summaries__Model__Name is not set: which model answers at Summaries__Model__Endpoint?");
        return new(new Uri(endpoint.ToString().TrimEnd('/') + "/"), name, configuration["Summaries:Model:Key"] is { Length: > 0 } key ? key : null, TimeSpan.FromSeconds(Seconds(configuration)));
    }

    private static int Seconds(IConfiguration configuration)
    {
        if (configuration["Summaries:Model:Seconds"] is not { Length: > 0 } text) return 300;
        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int seconds) && seconds is >= 1 and <= 3600
            ? seconds : throw new SettingException($"Summaries__Model__Seconds must be a number from 1 to 3600, but is “{text}”.");
    }
}
