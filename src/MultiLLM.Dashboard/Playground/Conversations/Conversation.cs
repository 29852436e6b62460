using System.Text.Json.Serialization;

namespace MultiLLM.Dashboard.Playground.Conversations;

/// <summary>One conversation, as it is kept in the browser. A change makes a new one, so that it can be taken back.</summary>
public sealed record Conversation
{
    public const string DefaultTitle = "New conversation";

    /// <summary>Letters and digits.</summary>
    public required string Id { get; init; }
    [JsonRequired]
    public string Title { get; init; } = DefaultTitle;

    /// <summary>The person gave the title, so that it stays.</summary>
    public bool Named { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>As the API takes it, such as "auto".</summary>
    [JsonRequired]
    public string Model { get; init; } = Shared.ModelChoice.Auto;
    [JsonRequired]
    public ChatSettings Settings { get; init; } = new();
    [JsonRequired]
    public IReadOnlyList<Message> Messages { get; init; } = [];

    [JsonIgnore]
    public bool IsEmpty => Messages.Count == 0;

    public static Conversation Begin(DateTimeOffset now) => new() { Id = Guid.NewGuid().ToString("N"), CreatedAt = now, UpdatedAt = now };
}

/// <summary>Who speaks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Speaker>))]
public enum Speaker
{
    [JsonStringEnumMemberName("user")]
    Person,
    [JsonStringEnumMemberName("assistant")]
    Model,
}

/// <summary>One thing that was said.</summary>
public sealed record Message
{
    /// <summary>Of this message among those of its conversation; an edited one is another.</summary>
    public required string Id { get; init; }
    public required Speaker Speaker { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>About a model's answer; null: a person's message.</summary>
    public AnswerFacts? Answer { get; init; }

    public static Message Of(Speaker speaker, string text, DateTimeOffset at, AnswerFacts? answer = null) =>
        new() { Id = Guid.NewGuid().ToString("N"), Speaker = speaker, Text = text, At = at, Answer = answer };
}
