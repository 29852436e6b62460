using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Gateway.Policy.Scanning;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Gateway.Policy.Fields;

/// <summary>
/// What a request says to a model beside its messages: definitions of tools, formats, grammars, what stands for the user, and every field that only servers elsewhere
/// understand.
/// </summary>
internal sealed class RequestFields
{
    /// <summary>Members whose text is for reading, in definitions of tools and schemas as well as elsewhere. All others are names, values and patterns, which stand for themselves.</summary>
    private static readonly FrozenSet<string> s_prose = FrozenSet.Create("description", "title", "$comment", "content", "text");

    /// <summary>Fields that nobody acts upon.</summary>
    private static readonly FrozenSet<string> s_labels = FrozenSet.Create("user", "safety_identifier", "prompt_cache_key", "metadata");

    private readonly InputJudge _judge;
    private readonly Dictionary<string, JudgedJson> _extras = [];
    private readonly ChatResponseFormatJson? _format;
    private readonly JudgedJson? _schema;
    private readonly int? _description;
    private readonly List<int> _stops = [];

    public RequestFields(InputJudge judge, ChatOptions? options)
    {
        _judge = judge;
        var own = options as GenerationOptions;
        Read(own?.Extras);
        foreach (var stop in options?.StopSequences ?? [])
            _stops.Add(judge.Add(stop, isInstruction: true));
        if (own?.Grammar is { } grammar)
            judge.Add(grammar, isInstruction: true, "grammar", AsItIs);
        _format = options?.ResponseFormat as ChatResponseFormatJson;
        if (_format?.Schema is { } schema)
            _schema = new JudgedJson(judge, "response_format", schema, IsProse);
        if (_format?.SchemaName is { } name)
            judge.Add(name, isInstruction: true, "response_format.json_schema.name", AsItIs);
        _description = _format?.SchemaDescription is { } description ? judge.Add(description) : null;
    }

    public RequestFields(InputJudge judge, RequestExtras? extras)
    {
        _judge = judge;
        Read(extras);
    }

    /// <summary>Puts what may go on into the options.</summary>
    public void Mask(GenerationOptions options)
    {
        options.Extras = Masked(options.Extras);
        if (_stops.Count > 0)
            options.StopSequences = [.. _stops.Select(stop => _judge.Book.Replace(_judge.Masked(stop)))]; // the model writes what it was given
        if (_format is { SchemaName: var name } && _schema is not null)
            options.ResponseFormat = ChatResponseFormat.ForJsonSchema(_schema.Masked(), name, _description is { } text ? _judge.Masked(text) : null);
    }

    public RequestExtras? Masked(RequestExtras? extras) => extras?.With(_extras.ToDictionary(pair => pair.Key, pair => pair.Value.Masked(), StringComparer.Ordinal));

    /// <summary>For texts that mean something else when a part of them is exchanged.</summary>
    public static bool AsItIs(Finding finding) => false;

    private void Read(RequestExtras? extras)
    {
        foreach (var (name, value) in extras?.Members ?? new Dictionary<string, JsonElement>())
            _extras[name] = new JudgedJson(_judge, name, value, s_labels.Contains(name) ? IsText : IsProse);
    }

    private static bool IsText(JsonLeaf leaf) => leaf.Kind == JsonLeafKind.Text;

    private static bool IsProse(JsonLeaf leaf) => leaf.Kind == JsonLeafKind.Text && s_prose.Contains(leaf.Under);
}
