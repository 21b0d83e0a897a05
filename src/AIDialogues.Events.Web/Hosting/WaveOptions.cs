using System.Globalization;

namespace AIDialogues.Events.Web.Hosting;

/// <summary>For how long a wave is held after the button, so that all of it can be taken back.</summary>
public sealed record WaveOptions(TimeSpan Undo)
{
    /// <exception cref="SettingException">The setting is no number of seconds from 0 to 600.</exception>
    public static WaveOptions From(IConfiguration configuration)
    {
        if (configuration["Waves:UndoSeconds"] is not { Length: > 0 } text) return new(TimeSpan.FromSeconds(30));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds <= 600
            ? new(TimeSpan.FromSeconds(seconds))
            : throw new SettingException($"Waves__UndoSeconds must be a number from 0 to 600, but is “{text}”.");
    }
}
