import type { consentFields, StandardField } from './merge-fields.ts'

/** What a column can be recognised as. */
export type RecognisedField = StandardField | (typeof consentFields)[number]

/**
 * Headers by which a column is recognised, as merge field names, the likeliest first: where two columns of a file
 * match, the one named earlier here is taken. English, German, French, Spanish, Portuguese, Italian, Dutch, Nordic, Polish.
 */
export const columnNames: Record<RecognisedField, readonly string[]> = {
  email:
    words(`work_email business_email company_email corporate_email professional_email email e_mail email_address
    e_mail_address mail mail_address mailaddress emailaddress contact_email primary_email email_1 email1
    e_mail_adresse email_adresse mailadresse emailadresse geschaftliche_e_mail courriel adresse_e_mail adresse_email
    adresse_electronique correo correo_electronico correo_e direccion_de_correo indirizzo_email posta_elettronica
    e_mailadres epost e_post e_postadress sahkoposti adres_e_mail endereco_de_email personal_email`),
  first_name:
    words(`first_name firstname first given_name givenname forename vorname prenom nombre primeiro_nome
    nome_proprio voornaam fornavn fornamn etunimi imie`),
  last_name:
    words(`last_name lastname last surname family_name familyname nachname familienname nom_de_famille nom
    apellido apellidos sobrenome apelido cognome achternaam etternavn efternavn efternamn sukunimi nazwisko`),
  company: words(`company company_name organization organisation organization_name organisation_name account
    account_name employer business firma firmenname unternehmen entreprise societe empresa compania azienda societa
    bedrijf bedrijfsnaam foretag virksomhed yritys`),
  job_title:
    words(`job_title jobtitle title position role job_role function job berufsbezeichnung funktion stelle
    fonction poste intitule_de_poste cargo puesto ruolo qualifica funzione functie functietitel stilling befattning
    titel stanowisko`),
  country: words(`country country_code country_region land pays pais paese kraj maa`),
  time_zone:
    words(`time_zone timezone tz zeitzone fuseau_horaire zona_horaria fuso_horario fuso_orario tijdzone
    tidszon tidszone strefa_czasowa`),
  phone: words(`mobile mobile_phone mobile_number cell cell_phone phone phone_number telephone tel work_phone
    business_phone handy mobil mobilnummer mobiltelefon telefon telefonnummer portable telephone_portable movil
    telefono telefono_movil celular telemovel telefone cellulare mobiel telefoon telefoonnummer`),
  consent_source:
    words(`consent_source consent source_of_consent opt_in_source optin_source opt_in optin legal_basis
    consent_basis permission_source einwilligung einwilligungsquelle source_du_consentement consentement
    origen_del_consentimiento consentimiento consentimento consenso toestemming samtycke samtykke zgoda`),
  consent_date:
    words(`consent_date date_of_consent consented_at consent_at consent_time consent_timestamp opt_in_date
    optin_date opted_in_at einwilligungsdatum datum_der_einwilligung date_de_consentement date_du_consentement
    fecha_de_consentimiento fecha_del_consentimiento data_de_consentimento data_consenso`),
}

/** A header that means the family name where the file also has a column of first names, and a whole name elsewhere. */
export const ambiguousName = words('name nome')

/** Headers that we add to the file of refused rows: ignored when that file is mended and uploaded again. */
export const refusalColumns = { line: 'Refused line', reason: 'Refused because' } as const

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
