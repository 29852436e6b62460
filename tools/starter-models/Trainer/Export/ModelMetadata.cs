namespace StarterModels.Trainer.Export;

/// <summary>What a GGUF file says about itself, alike for all three models.</summary>
/// <param name="Tags">Subjects besides "starter".</param>
internal sealed record ModelMetadata(string Name, string Description, string[] Tags)
{
    public const string ChatTemplate =
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    private const string License =
        "Trained from scratch on questions and answers written for this project and on WordNet 3.0 glosses "
        + "(Copyright 2006 Princeton University; WordNet 3.0 licence, which permits use, copying and distribution with its notice)";

    private const uint QuantizationVersion = 2;

    public static ModelMetadata Chat { get; } = new(
        "Starter Chat",
        "A tiny chat model trained from scratch on CPU: computing, general knowledge, governance/risk/compliance, product help and "
        + "word definitions. English only; it answers what it was taught and little else.",
        ["text-generation", "chat"]);

    public static ModelMetadata Code { get; } = new(
        "Starter Code",
        "A tiny code assistant trained from scratch on CPU: short code snippets and explanations. English only; it answers what it was "
        + "taught and little else.",
        ["text-generation", "chat"]);

    public static ModelMetadata Embed { get; } = new(
        "Starter Embed",
        "A tiny sentence encoder trained from scratch on CPU with in-batch negatives: question paraphrases, question and answer, word and "
        + "gloss. English only.",
        ["sentence-similarity", "feature-extraction"]);

    public void AddTo(GgufWriter file, string architecture, long parameters, TensorType type) => file
        .Add("general.architecture", architecture)
        .Add("general.type", "model")
        .Add("general.name", Name)
        .Add("general.description", Description)
        .Add("general.size_label", $"{parameters / 1e6:f1}M")
        .Add("general.license", "other")
        .Add("general.license.name", License)
        .Add("general.languages", ["en"])
        .Add("general.tags", ["starter", .. Tags])
        .Add("general.file_type", TensorPacking.FileType(type))
        .Add("general.quantization_version", QuantizationVersion);
}
