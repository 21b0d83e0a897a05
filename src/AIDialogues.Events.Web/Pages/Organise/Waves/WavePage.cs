using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What every page of one wave has: the wave and its day.</summary>
public abstract class WavePage : EventsPage
{
    public Wave Wave { get; private set; } = null!;

    public Dialogue Dialogue { get; private set; } = null!;

    public string Address => $"/organise/waves/{Wave.Id}";

    /// <summary>"Wave 2: Invitation".</summary>
    public string Name { get; private set; } = "";

    protected async Task<bool> LoadAsync(EventsDb db, Guid id, CancellationToken ct)
    {
        if (await db.WaveAsync(new(id), ct) is not { } wave) return false;
        Wave = wave;
        Dialogue = await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == wave.DialogueId, ct);
        var texts = HttpContext.RequestServices.GetRequiredService<T>();
        Name = texts["Wave {0}: {1}", Wave.Number, texts.Of(Wave.Kind)];
        return true;
    }
}
