using System.Globalization;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The corridors as they are typed: for each trait a least, a most and what they count; an empty row is no corridor.</summary>
public sealed class CorridorsForm
{
    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);

    public string Seats => _typed.GetValueOrDefault("seats", "");

    public string Least(Trait trait) => _typed.GetValueOrDefault(Name("least", trait), "");

    public string Most(Trait trait) => _typed.GetValueOrDefault(Name("most", trait), "");

    public bool IsPercent(Trait trait) => _typed.GetValueOrDefault(Name("unit", trait)) == nameof(CorridorUnit.Percent);

    public static string Name(string what, Trait trait) => $"{what}.{trait.Dimension}.{trait.Value}";

    public static CorridorsForm Of(BalanceTarget target)
    {
        var form = new CorridorsForm { _typed = { ["seats"] = target.Seats.ToString(CultureInfo.InvariantCulture) } };
        foreach (var corridor in target.Corridors)
        {
            form._typed[Name("least", corridor.Trait)] = corridor.Min.ToString(CultureInfo.InvariantCulture);
            form._typed[Name("most", corridor.Trait)] = corridor.Max?.ToString(CultureInfo.InvariantCulture) ?? "";
            form._typed[Name("unit", corridor.Trait)] = corridor.Unit.ToString();
        }

        return form;
    }

    public static CorridorsForm Read(IFormCollection posted)
    {
        var form = new CorridorsForm();
        foreach (string name in Trait.All.SelectMany(t => (string[])[Name("least", t), Name("most", t), Name("unit", t)]).Prepend("seats"))
            if (posted[name].ToString().Trim() is { Length: > 0 and <= 20 } text) form._typed[name] = text;
        return form;
    }

    /// <summary>Applies what was typed; the refusal says what is wrong with it.</summary>
    public Refusal? ApplyTo(BalanceTarget target)
    {
        var corridors = new List<Corridor>();
        foreach (var trait in Trait.All)
        {
            if (Least(trait).Length == 0 && Most(trait).Length == 0) continue;
            int? least = Least(trait).Length == 0 ? 0 : Number(Least(trait));
            int? most = Most(trait).Length == 0 ? null : Number(Most(trait));
            if (least is null || (most is null && Most(trait).Length > 0)) return BalanceRefusals.NotANumber(trait);
            corridors.Add(new(trait, least.Value, most, IsPercent(trait) ? CorridorUnit.Percent : CorridorUnit.People));
        }

        return target.Change(Number(Seats) ?? 0, corridors);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
