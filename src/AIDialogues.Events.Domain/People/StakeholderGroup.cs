namespace AIDialogues.Events.Domain;

/// <summary>From which part of society an expert comes; dialogues are balanced over these.</summary>
public enum StakeholderGroup
{
    Academia,
    Business,
    Institutions,
    CivilSociety,
}

public static class StakeholderGroups
{
    private static readonly Dictionary<string, StakeholderGroup> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["academia"] = StakeholderGroup.Academia,
        ["academic"] = StakeholderGroup.Academia,
        ["university"] = StakeholderGroup.Academia,
        ["research"] = StakeholderGroup.Academia,
        ["recherche"] = StakeholderGroup.Academia,
        ["universitaire"] = StakeholderGroup.Academia,
        ["université"] = StakeholderGroup.Academia,
        ["monde académique"] = StakeholderGroup.Academia,
        ["business"] = StakeholderGroup.Business,
        ["industry"] = StakeholderGroup.Business,
        ["company"] = StakeholderGroup.Business,
        ["private sector"] = StakeholderGroup.Business,
        ["entreprise"] = StakeholderGroup.Business,
        ["entreprises"] = StakeholderGroup.Business,
        ["secteur privé"] = StakeholderGroup.Business,
        ["institutions"] = StakeholderGroup.Institutions,
        ["institution"] = StakeholderGroup.Institutions,
        ["government"] = StakeholderGroup.Institutions,
        ["public sector"] = StakeholderGroup.Institutions,
        ["public"] = StakeholderGroup.Institutions,
        ["gouvernement"] = StakeholderGroup.Institutions,
        ["secteur public"] = StakeholderGroup.Institutions,
        ["administration"] = StakeholderGroup.Institutions,
        ["civil society"] = StakeholderGroup.CivilSociety,
        ["civilsociety"] = StakeholderGroup.CivilSociety,
        ["ngo"] = StakeholderGroup.CivilSociety,
        ["ong"] = StakeholderGroup.CivilSociety,
        ["société civile"] = StakeholderGroup.CivilSociety,
        ["association"] = StakeholderGroup.CivilSociety,
    };

    /// <summary>Reads a group as people write it, in English or French; null when it is none.</summary>
    public static StakeholderGroup? Read(string? text) =>
        Words.TryGetValue(PlainText.Fold(text).Replace('-', ' ').Replace('_', ' '), out var group) ? group : null;
}
