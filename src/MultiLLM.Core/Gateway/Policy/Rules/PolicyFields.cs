using System.Globalization;
using System.Text.Json;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Gateway.Policy.Rules;

/// <summary>The members of one object in a policy file. What is wrong is noted, and reading goes on.</summary>
internal sealed class PolicyFields
{
    private readonly PositionedJson _json;
    private readonly string _path;
    private readonly List<PolicyProblem> _problems;
    private readonly Dictionary<string, PositionedJson> _members = [];

    public PolicyFields(PositionedJson json, string path, List<PolicyProblem> problems)
    {
        (_json, _path, _problems) = (json, path, problems);
        if (json.Kind != JsonTokenType.StartObject)
            Problem(json.Line, $"{(path.Length > 0 ? path : "The file")} must be an object.");
        foreach (var (name, value) in json.Members)
        {
            if (!_members.TryAdd(name, value))
                Problem(value.Line, $"{Named(name)} stands there twice.");
        }
    }

    public int Line => _json.Line;
    public bool HasProblem { get; private set; }

    public bool Has(string name) => _members.ContainsKey(name);

    /// <param name="name">Of the field.</param>
    /// <param name="what">Follows the field's name.</param>
    public void Report(string name, string what) => Problem(_members.GetValueOrDefault(name)?.Line ?? _json.Line, $"{Named(name)} {what}.");

    public void Only(params string[] names)
    {
        foreach (var (name, value) in _json.Members.Where(member => !names.Contains(member.Name)))
            Problem(value.Line, $"{Named(name)} is not known; there are {string.Join(", ", names.Where(known => known[0] != '$'))}.");
    }

    /// <summary>Empty: it is not there, or wrong.</summary>
    public string Text(string name, int longest, bool required = false)
    {
        if (!_members.TryGetValue(name, out var value))
        {
            if (required)
                Report(name, "is missing");
            return "";
        }
        if (value.Kind != JsonTokenType.String || value.Text.Length > longest || (required && string.IsNullOrWhiteSpace(value.Text)))
            Report(name, $"must be a text of 1 to {longest} characters");
        return value.Kind == JsonTokenType.String ? value.Text : "";
    }

    public IReadOnlyList<string> Texts(string name, int most, int longest)
    {
        var texts = new List<string>();
        foreach (var item in Array(name, most))
        {
            if (item.Kind == JsonTokenType.String && item.Text.Length > 0 && item.Text.Length <= longest)
                texts.Add(item.Text);
            else
                Problem(item.Line, $"{Named(name)} must hold texts of 1 to {longest} characters.");
        }
        return texts;
    }

    public IReadOnlyList<PositionedJson> Array(string name, int most, bool required = false)
    {
        if (!_members.TryGetValue(name, out var value))
        {
            if (required)
                Report(name, "is missing");
            return [];
        }
        if (value.Kind != JsonTokenType.StartArray || value.Items.Count > most || (!required && value.Items.Count == 0))
        {
            Report(name, $"must be an array of {(required ? 0 : 1)} to {most} entries");
            return [];
        }
        return value.Items;
    }

    public PolicyFields? Object(string name) => _members.TryGetValue(name, out var value) ? new PolicyFields(value, Named(name), _problems) : null;

    public bool Flag(string name)
    {
        if (!_members.TryGetValue(name, out var value))
            return false;
        if (value.Kind is not (JsonTokenType.True or JsonTokenType.False))
            Report(name, "must be true or false");
        return value.Kind == JsonTokenType.True;
    }

    public int? Number(string name, int least, int most)
    {
        if (!_members.TryGetValue(name, out var value))
            return null;
        if (value.Kind == JsonTokenType.Number && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Report(name, $"must be a whole number of {least} to {most}");
        return null;
    }

    /// <param name="name">Of the field.</param>
    /// <param name="otherwise">Where it is not there; null: it has to be.</param>
    public T Choice<T>(string name, T? otherwise) where T : struct, Enum
    {
        if (!_members.TryGetValue(name, out var value))
        {
            if (otherwise is null)
                Report(name, $"is missing; it is one of {Words<T>()}");
            return otherwise ?? default;
        }
        if (value.Kind == JsonTokenType.String && EnumWords<T>.Find(value.Text) is { } known)
            return known;
        Report(name, $"must be one of {Words<T>()}");
        return otherwise ?? default;
    }

    private static string Words<T>() where T : struct, Enum => string.Join(", ", EnumWords<T>.All);

    private string Named(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private void Problem(int line, string message)
    {
        HasProblem = true;
        _problems.Add(new PolicyProblem(line, message));
    }
}
