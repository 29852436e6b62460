using System.Text;
using System.Text.RegularExpressions;
using PolicyCases.Values;

namespace PolicyCases;

/// <summary>
/// Fills the places <c>{{kind}}</c>, <c>{{kind|argument}}</c> and <c>{{disguise|text}}</c> of one case, innermost first. The values come from a seed that is made of
/// the case's own words, so another case added to the file changes none; <c>{{kind#1}}</c> gives the same value each time within a case.
/// </summary>
internal sealed partial class CaseValues
{
    /// <summary>Stands in a value before the character that <see cref="CaseWriter"/> escapes.</summary>
    public const char Veil = '\uE000';

    private readonly Random random;
    private readonly Dictionary<string, string> named = [];

    public CaseValues(CaseTemplate one)
    {
        var seed = 2166136261u;
        foreach (var character in string.Concat(one.Messages.Select(message => message.Text)))
        {
            seed = (seed ^ character) * 16777619u;
        }

        random = new Random((int)(seed & int.MaxValue));
    }

    public string Fill(string text)
    {
        for (var match = Place().Match(text); match.Success; match = Place().Match(text))
        {
            text = text[..match.Index] + Value(match.Groups[1].Value) + text[(match.Index + match.Length)..];
        }

        return text;
    }

    private string Value(string place)
    {
        if (place.Contains('#') && named.TryGetValue(place, out var before))
        {
            return before;
        }

        var parts = place.Split('|', 2);
        var (kind, argument) = (parts[0].Split('#')[0], parts.ElementAtOrDefault(1) ?? "");
        var value = Disguises.Apply(kind, argument.Replace(Veil.ToString(), ""))
            ?? NumberValues.Make(kind, argument, random)
            ?? NationalValues.Make(kind, argument, random)
            ?? Marked(SecretValues.Make(kind, argument, random))
            ?? throw new InvalidDataException($"No value is called \"{place}\".");
        if (place.Contains('#'))
        {
            named[place] = value;
        }

        return value;
    }

    private static string? Marked(string? secret) => secret is null ? null : new StringBuilder(secret).Insert(Math.Min(2, secret.Length - 1), Veil).ToString();

    [GeneratedRegex(@"\{\{((?:(?!\{\{|\}\}).)*)\}\}", RegexOptions.Singleline)]
    private static partial Regex Place();
}
