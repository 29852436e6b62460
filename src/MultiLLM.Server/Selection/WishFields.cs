using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary>The fields with which a request says what it asks of the choice. Names of models are only checked by <see cref="WishedModels"/>.</summary>
internal static class WishFields
{
    public const string Allow = "allow_models";
    public const string Deny = "deny_models";
    public const string Fallbacks = "fallbacks";

    /// <summary>The object that holds them in the OpenAI dialect, where other names could mean other things to other services.</summary>
    public const string Extension = "multillm";

    private const string MaxSeconds = "max_seconds";
    private const string MaxCost = "max_cost";
    private const string MinQuality = "min_quality";
    private const string LoadedOnly = "loaded_only";
    private const string ConversationId = "conversation_id";
    private const string Cascade = "cascade";

    private const double LongestSeconds = 86_400;
    private const double HighestCost = 1_000_000;
    private const double BestQuality = 10;
    private const int MostNames = 64;
    private const int LongestId = 128;

    /// <param name="fields">The object that holds the fields.</param>
    /// <param name="modelField">The caller's name for the field that names the model.</param>
    /// <param name="model">What it names; "auto:fast" and the like say a preference too. Null: nothing.</param>
    public static SelectionWishes Read(Fields fields, string modelField, string? model) => WithName(fields, modelField, model, ReadConstraints(fields) with
    {
        ConversationId = Id(fields),
        Cascade = fields.Flag(Cascade) ?? false,
        Fallbacks = ReadFallbacks(fields, model),
    });

    /// <summary>As above, without what matters to an answer only.</summary>
    public static SelectionWishes ReadConstraints(Fields fields) => new()
    {
        Preference = PreferenceField.Read(fields),
        MaxSeconds = fields.Double(MaxSeconds, 0, LongestSeconds, above: true),
        MaxCost = (decimal?)fields.Double(MaxCost, 0, HighestCost),
        MinQuality = fields.Double(MinQuality, 0, BestQuality),
        Allow = TextArray.Read(fields, Allow, 1, MostNames, ModelNames.MaxLength) ?? [],
        Deny = TextArray.Read(fields, Deny, 0, MostNames, ModelNames.MaxLength) ?? [],
        LoadedOnly = fields.Flag(LoadedOnly) ?? false,
    };

    /// <summary>The same from the OpenAI dialect's extension object; null: it says nothing.</summary>
    public static SelectionWishes? ReadExtension(Fields fields, string modelField, string? model)
    {
        if (fields.Object(Extension) is not { } own)
            return AutoName.TryParse(model, out var named) && named is not null ? new SelectionWishes { Preference = named } : null;
        own.RefuseOthers(PreferenceField.Name, MaxSeconds, MaxCost, MinQuality, Allow, Deny, LoadedOnly, ConversationId, Cascade, Fallbacks);
        return Read(own, modelField, model);
    }

    /// <summary>Who is asked when the named model fails. An automatic choice has its own order, and takes none.</summary>
    public static IReadOnlyList<string> ReadFallbacks(Fields fields, string? model)
    {
        var names = TextArray.Read(fields, Fallbacks, 0, SelectionWishes.MostFallbacks, ModelNames.MaxLength) ?? [];
        if (names.Count > 0 && AutoName.TryParse(model, out _))
            fields.Report(Fallbacks, "is for requests that name their model, and this one leaves the choice to the service");
        return names;
    }

    /// <summary>The same for embeddings, where the extension object holds nothing else.</summary>
    public static IReadOnlyList<string> ReadFallbacksExtension(Fields fields, string? model)
    {
        if (fields.Object(Extension) is not { } own)
            return [];
        own.RefuseOthers(Fallbacks);
        return ReadFallbacks(own, model);
    }

    private static SelectionWishes WithName(Fields fields, string modelField, string? model, SelectionWishes wishes)
    {
        if (!AutoName.TryParse(model, out var named) || named is null)
            return wishes;
        if (wishes.Preference is { } other && other != named)
            fields.Report(PreferenceField.Name, $"and {modelField} \"{model}\" ask for different things; leave one of them out");
        return wishes with { Preference = named };
    }

    private static string? Id(Fields fields)
    {
        var id = fields.Text(ConversationId, LongestId);
        if (id is not null && string.IsNullOrWhiteSpace(id))
            fields.Report(ConversationId, "must not be blank");
        return id;
    }
}
