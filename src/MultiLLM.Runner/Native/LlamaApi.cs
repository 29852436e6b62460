using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Native;

/// <summary>What the runner calls in libllama. Names are the C functions' own.</summary>
internal static unsafe partial class LlamaApi
{
    private const string Lib = "llama";

    [LibraryImport(Lib)] internal static partial void llama_backend_init();
    [LibraryImport(Lib)] internal static partial nint llama_version();
    [LibraryImport(Lib)] internal static partial nint llama_print_system_info();
    [LibraryImport(Lib)] internal static partial void llama_log_set(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* userData);

    [LibraryImport(Lib)] internal static partial LlamaModelParams llama_model_default_params();
    [LibraryImport(Lib)] internal static partial LlamaContextParams llama_context_default_params();

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial LlamaModelHandle llama_model_load_from_file(string path, LlamaModelParams parameters);

    [LibraryImport(Lib)] internal static partial void llama_model_free(nint model);
    [LibraryImport(Lib)] internal static partial LlamaContextHandle llama_init_from_model(LlamaModelHandle model, LlamaContextParams parameters);
    [LibraryImport(Lib)] internal static partial void llama_free(nint context);

    [LibraryImport(Lib)] internal static partial nint llama_model_get_vocab(LlamaModelHandle model);
    [LibraryImport(Lib)] internal static partial int llama_model_n_ctx_train(LlamaModelHandle model);
    [LibraryImport(Lib)] internal static partial int llama_model_n_embd_out(LlamaModelHandle model);
    [LibraryImport(Lib)] internal static partial int llama_model_n_embd(LlamaModelHandle model);
    [LibraryImport(Lib)] internal static partial int llama_model_n_head(LlamaModelHandle model);
    [LibraryImport(Lib)] internal static partial ulong llama_model_n_params(LlamaModelHandle model);
    [LibraryImport(Lib)] internal static partial int llama_model_desc(LlamaModelHandle model, byte* buffer, nuint size);
    [LibraryImport(Lib)] internal static partial nint llama_model_chat_template(LlamaModelHandle model, byte* name);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int llama_model_meta_val_str(LlamaModelHandle model, string key, byte* buffer, nuint size);

    [LibraryImport(Lib)] internal static partial byte llama_model_is_recurrent(LlamaModelHandle model);
    [LibraryImport(Lib)] internal static partial byte llama_model_is_hybrid(LlamaModelHandle model);
    [LibraryImport(Lib)] internal static partial int llama_model_n_swa(LlamaModelHandle model);

    [LibraryImport(Lib)] internal static partial int llama_pooling_type(LlamaContextHandle context);
    [LibraryImport(Lib)] internal static partial nint llama_get_memory(LlamaContextHandle context);
    [LibraryImport(Lib)] internal static partial void llama_attach_threadpool(LlamaContextHandle context, nint pool, nint batchPool);
    [LibraryImport(Lib)] internal static partial void llama_detach_threadpool(LlamaContextHandle context);

    [LibraryImport(Lib)] internal static partial int llama_decode(LlamaContextHandle context, LlamaBatch batch);
    [LibraryImport(Lib)] internal static partial int llama_encode(LlamaContextHandle context, LlamaBatch batch);
    [LibraryImport(Lib)] internal static partial float* llama_get_logits_ith(LlamaContextHandle context, int index);
    [LibraryImport(Lib)] internal static partial float* llama_get_embeddings_seq(LlamaContextHandle context, int sequence);
    [LibraryImport(Lib)] internal static partial float* llama_get_embeddings_ith(LlamaContextHandle context, int index);

    [LibraryImport(Lib)] internal static partial void llama_memory_clear(nint memory, byte data);
    [LibraryImport(Lib)] internal static partial byte llama_memory_seq_rm(nint memory, int sequence, int from, int to);
    [LibraryImport(Lib)] internal static partial void llama_memory_seq_cp(nint memory, int source, int destination, int from, int to);
    [LibraryImport(Lib)] internal static partial int llama_memory_seq_pos_min(nint memory, int sequence);
    [LibraryImport(Lib)] internal static partial int llama_memory_seq_pos_max(nint memory, int sequence);

    [LibraryImport(Lib)] internal static partial nuint llama_state_seq_get_size(LlamaContextHandle context, int sequence);
    [LibraryImport(Lib)] internal static partial nuint llama_state_seq_get_data(LlamaContextHandle context, byte* destination, nuint size, int sequence);
    [LibraryImport(Lib)] internal static partial nuint llama_state_seq_set_data(LlamaContextHandle context, byte* source, nuint size, int sequence);

    // The vocabulary calls only read; any thread may make them while the model lives.
    [LibraryImport(Lib)] internal static partial int llama_vocab_n_tokens(nint vocab);
    [LibraryImport(Lib)] internal static partial byte llama_vocab_is_eog(nint vocab, int token);
    [LibraryImport(Lib)] internal static partial int llama_vocab_get_attr(nint vocab, int token);
    [LibraryImport(Lib)] internal static partial int llama_vocab_bos(nint vocab);
    [LibraryImport(Lib)] internal static partial int llama_vocab_eos(nint vocab);
    [LibraryImport(Lib)] internal static partial byte llama_vocab_get_add_bos(nint vocab);

    [LibraryImport(Lib)]
    internal static partial int llama_tokenize(nint vocab, byte* text, int length, int* tokens, int max, byte addSpecial, byte parseSpecial);

    [LibraryImport(Lib)]
    internal static partial int llama_token_to_piece(nint vocab, int token, byte* buffer, int length, int leftStrip, byte special);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial GrammarHandle llama_sampler_init_grammar(nint vocab, string grammar, string root);

    [LibraryImport(Lib)] internal static partial void llama_sampler_apply(GrammarHandle sampler, LlamaTokenDataArray* candidates);
    [LibraryImport(Lib)] internal static partial void llama_sampler_accept(GrammarHandle sampler, int token);
    [LibraryImport(Lib)] internal static partial void llama_sampler_free(nint sampler);
}

/// <summary>What the runner calls in libggml and libggml-base.</summary>
internal static unsafe partial class GgmlApi
{
    private const string Lib = "ggml";
    private const string Base = "ggml-base";

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void ggml_backend_load_all_from_path(string path);

    [LibraryImport(Lib)] internal static partial nuint ggml_backend_dev_count();
    [LibraryImport(Lib)] internal static partial nint ggml_backend_dev_get(nuint index);
    [LibraryImport(Base)] internal static partial nint ggml_backend_dev_name(nint device);
    [LibraryImport(Base)] internal static partial nint ggml_backend_dev_description(nint device);
    [LibraryImport(Base)] internal static partial int ggml_backend_dev_type(nint device);
    [LibraryImport(Base)] internal static partial nint ggml_backend_dev_backend_reg(nint device);

    [LibraryImport(Base, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ggml_backend_reg_get_proc_address(nint registry, string name);

    [LibraryImport(Base)] internal static partial void ggml_threadpool_params_init(GgmlThreadpoolParams* parameters, int threads);
}
