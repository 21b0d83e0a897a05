namespace AIDialogues.Events.Domain;

/// <summary>Why two records may be one person, the strongest reason first.</summary>
public enum Likeness
{
    /// <summary>The same mailbox, written with other dots or a tag.</summary>
    Address,

    /// <summary>Alike in name, and in organisation where both have one.</summary>
    NameAndOrganisation,

    /// <summary>The very same name, at another organisation: people change employers.</summary>
    Name,
}

/// <summary>
/// A record reduced to what tells people apart, in English and French: no accents, no order, no hyphens, no particles. It proposes;
/// a human decides.
/// </summary>
public sealed class Resemblance
{
    private static readonly HashSet<string> Particles = new(StringComparer.Ordinal)
    {
        "de", "da", "do", "dos", "das", "du", "des", "del", "della", "di", "la", "le", "les", "y", "van", "von", "der", "den", "ten", "ter", "vom", "zu", "zur",
        "af", "av", "bin", "bint", "ben", "ibn", "al", "el", "st", "saint", "dr", "prof", "mr", "mrs", "ms", "mme", "mlle",
    };

    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal) { "of", "the", "for", "and", "de", "du", "des", "la", "le", "les", "d", "l", "et", "pour", "in", "en", "a", "au", "aux" };

    private readonly string[] _name;
    private readonly string[] _organisation;
    private readonly string _acronym;
    private readonly string _address;

    private Resemblance(string[] name, string[] organisation, string acronym, string address) => (_name, _organisation, _acronym, _address) = (name, organisation, acronym, address);

    public static Resemblance Of(string name, string organisation, string address)
    {
        string[] words = Words(organisation);
        return new(
            [.. Words(WithoutElisions(name)).Where(w => !Particles.Contains(w))], [.. words.Where(w => !Fillers.Contains(w))],
            string.Concat(words.Where(w => !Fillers.Contains(w)).Select(w => w[0])), Mailbox(address));
    }

    public static Resemblance Of(Person person) => Of(person.Name, person.Affiliation, person.Email);

    /// <summary>Two records that are alike share at least one of these, so that a long directory is not compared with itself.</summary>
    public IEnumerable<string> Keys()
    {
        if (_address.Length > 0) yield return _address;
        foreach (string first in _name)
            foreach (string second in _name)
                if (!ReferenceEquals(first, second) && second.Length >= 3) yield return $"{first[0]} {second[..3]}";
    }

    /// <summary>Null: nothing says that these two are one person. The order of the two does not matter.</summary>
    public Likeness? To(Resemblance other)
    {
        if (_address.Length > 0 && _address == other._address) return Likeness.Address;
        if (!AlikeNames(_name, other._name) && !AlikeNames(other._name, _name)) return null;
        if (_organisation.Length == 0 || other._organisation.Length == 0 || AlikeOrganisations(other) || other.AlikeOrganisations(this)) return Likeness.NameAndOrganisation;
        return _name.Length >= 2 && _name.Order(StringComparer.Ordinal).SequenceEqual(other._name.Order(StringComparer.Ordinal)) ? Likeness.Name : null;
    }

    private bool AlikeOrganisations(Resemblance other)
    {
        var (few, many) = _organisation.Length <= other._organisation.Length ? (this, other) : (other, this);
        if (few._organisation is [var word] && word == many._acronym && word.Length >= 2) return true;
        int shared = few._organisation.Count(a => Array.Exists(many._organisation, b => SameRoot(a, b)));
        return shared * 2 > few._organisation.Length;
    }

    /// <summary>All words of the shorter name are found in the longer one, a family name among them in full; one given name more may stand in the longer.</summary>
    private static bool AlikeNames(string[] left, string[] right)
    {
        var (few, many) = left.Length <= right.Length ? (left, right) : (right, left);
        if (few.Length < 2 || many.Length - few.Length > 1) return false;
        var free = many.ToList();
        int whole = 0, initials = 0;
        // Words in full take their partners first, so that an initial does not take one of them away.
        foreach (string word in few.Where(w => w.Length > 1))
            if (Taken(free, other => other.Length > 1 && SameWord(word, other))) whole++;
            else if (Taken(free, other => other.Length == 1 && other[0] == word[0])) initials++;
        foreach (string word in few.Where(w => w.Length == 1))
            if (Taken(free, other => other[0] == word[0])) initials++;
        return whole >= 1 && whole + initials == few.Length;
    }

    private static bool Taken(List<string> free, Predicate<string> matches)
    {
        int at = free.FindIndex(matches);
        if (at >= 0) free.RemoveAt(at);
        return at >= 0;
    }

    /// <summary>Equal, or in a long word one letter added, missing, wrong or swapped with its neighbour.</summary>
    private static bool SameWord(string left, string right)
    {
        if (left == right) return true;
        if (Math.Min(left.Length, right.Length) < 5 || Math.Abs(left.Length - right.Length) > 1) return false;
        int start = 0, end = 0;
        int least = Math.Min(left.Length, right.Length);
        while (start < least && left[start] == right[start]) start++;
        while (end < least - start && left[^(end + 1)] == right[^(end + 1)]) end++;
        int l = left.Length - start - end, r = right.Length - start - end;
        return (l <= 1 && r <= 1) || (l == 2 && r == 2 && left[start] == right[start + 1] && left[start + 1] == right[start]);
    }

    /// <summary>"Université" and "University", "Genève" and "Geneva": most of the longer word is the same.</summary>
    private static bool SameRoot(string left, string right)
    {
        int same = 0;
        while (same < Math.Min(left.Length, right.Length) && left[same] == right[same]) same++;
        return left == right || (same >= 4 && same * 5 >= Math.Max(left.Length, right.Length) * 3);
    }

    // "d'Estaing", "L'Hôte": the family name begins behind the apostrophe. A lone D. is an initial.
    private static string WithoutElisions(string name) =>
        (" " + name.Replace('’', '\'')).Replace(" d'", " ", StringComparison.OrdinalIgnoreCase).Replace(" l'", " ", StringComparison.OrdinalIgnoreCase);

    private static string[] Words(string text) => PlainText.Searchable(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Mailbox(string address)
    {
        int at = address.LastIndexOf('@');
        if (at <= 0) return "";
        string local = address[..at].Split('+')[0].ToLowerInvariant();
        return string.Concat(local.Where(c => c is not ('.' or '_' or '-'))) + address[at..].ToLowerInvariant();
    }
}
